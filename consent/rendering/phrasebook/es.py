"""The Spanish phrasebook: neutral Latin American Spanish, formal address."""

from consent.content import MessageKind
from consent.rendering.phrasebook.base import (
    Calls,
    Frequencies,
    KindWording,
    Pages,
    Phrasebook,
    Replies,
    Script,
)

_KINDS: dict[str, KindWording] = {
    # "Recurring automated" is what US law wants to be disclosed for marketing (47 CFR 64.1200).
    MessageKind.MARKETING: KindWording(
        "mensajes de texto automáticos y recurrentes con promociones",
        "promociones",
        (
            "Este fin de semana los miembros ahorran un 15% en todo. Muestre este texto en caja.",
            "Llegaron nuestras ofertas de primavera: dos por uno hasta el domingo.",
        ),
    ),
    MessageKind.APPOINTMENT: KindWording(
        "mensajes de texto con recordatorios de citas",
        "recordatorios de citas",
        (
            "Recordatorio: su cita es el martes 3 de marzo a las 10:30. Responda C para confirmar.",
            "Su cita pasa al jueves 5 de marzo a las 14:00. Responda C para confirmar.",
        ),
    ),
    MessageKind.ORDER: KindWording(
        "mensajes de texto con avisos de pedidos",
        "avisos de pedidos",
        (
            "Gracias, recibimos su pedido 48213 y lo estamos preparando.",
            "Su pedido 48213 está listo; puede recogerlo hoy hasta las 18:00.",
        ),
    ),
    MessageKind.DELIVERY: KindWording(
        "mensajes de texto con avisos de entregas",
        "avisos de entregas",
        (
            "Su entrega está en camino y llega hoy entre las 14:00 y las 16:00.",
            "Su entrega se dejó en la puerta a las 15:12.",
        ),
    ),
    MessageKind.ACCOUNT: KindWording(
        "mensajes de texto con avisos de cuenta",
        "avisos de cuenta",
        (
            "Aviso de cuenta: recibimos su pago el 3 de marzo. Gracias.",
            "Aviso de cuenta: su estado de cuenta de marzo está disponible.",
        ),
    ),
    MessageKind.SECURITY_CODE: KindWording(
        "mensajes de texto con códigos de seguridad de un solo uso",
        "códigos de seguridad de un solo uso",
        (
            "523016 es su código de verificación. No lo comparta con nadie.",
            "Use el código 940271 para iniciar sesión. Vence en 10 minutos.",
        ),
    ),
    MessageKind.CARE: KindWording(
        "mensajes de texto de atención al cliente",
        "mensajes de atención al cliente",
        (
            "Gracias por su pregunta. Hoy le responde nuestro equipo de atención al cliente.",
            "Ya tenemos respuesta a su consulta 7741. ¿Quedó resuelta? Responda YES o NO.",
        ),
    ),
    MessageKind.EVENT: KindWording(
        "mensajes de texto con avisos de eventos",
        "avisos de eventos",
        (
            "Aviso del evento: las puertas abren el viernes a las 18:30. Traiga su boleto.",
            "Aviso del evento: la sesión del sábado pasa a la sala principal.",
        ),
    ),
    MessageKind.SURVEY: KindWording(
        "mensajes de texto con encuestas",
        "encuestas",
        (
            "Encuesta: ¿cómo fue su visita de hoy? Responda con un número del 1 al 5.",
            "Encuesta: ¿nos recomendaría a un amigo? Responda YES o NO.",
        ),
    ),
    MessageKind.CHARITY: KindWording(
        "mensajes de texto automáticos y recurrentes con solicitudes de donaciones",
        "solicitudes de donaciones",
        (
            "Su donación de $10 da una comida caliente a una familia. Gracias por ayudar.",
            "Nuestra campaña de donaciones termina el viernes. Cada donativo vale el doble.",
        ),
    ),
    MessageKind.PUBLIC_SERVICE: KindWording(
        "mensajes de texto con avisos de servicio público",
        "avisos de servicio público",
        (
            "Aviso de servicio público: la biblioteca cierra hoy a las 15:00 por la nieve.",
            "Aviso de servicio público: el lunes se limpia la calle Roble.",
        ),
    ),
    MessageKind.STAFF: KindWording(
        "mensajes de texto con avisos de horarios de trabajo",
        "avisos de horarios de trabajo",
        (
            "Aviso al personal: su turno del lunes empieza a las 8:00. Responda C para confirmar.",
            "Aviso al personal: la reunión del miércoles pasa a las 15:00.",
        ),
    ),
}

_RATES = "Pueden aplicarse tarifas de mensajes y datos (Message and data rates may apply)."

_CALLS = Calls(
    web_intro="Elija qué mensajes de texto desea recibir de {brand}. Cada casilla es opcional y "
    "puede enviar este formulario sin marcar ninguna.",
    age_intro="Escriba primero su fecha de nacimiento: debe tener {age} años o más.",
    web_consent="Al marcar esta casilla, acepto recibir {texts} de {brand} en el número que "
    "proporciono.",
    pos_consent="Al marcar esta casilla, acepto recibir {texts} de {brand} en el número que "
    "escribo en esta pantalla.",
    join_by_keyword="Envíe {keyword} al {number} para inscribirse.",
    join_by_keyword_or_form="Envíe {keyword} al {number} o complete el formulario en {url}",
    join_by_form="Escanee el código QR o complete el formulario en {url}",
    joining_consent="Al inscribirse, usted acepta recibir {texts} de {brand} en el número que nos "
    "da.",
    keyword_consent="Al enviar {keyword}, usted acepta recibir {texts} de {brand} en el número "
    "desde el que escribe.",
    other_kinds="Para recibir {kinds}, marque su propia casilla en {url}",
    rates=_RATES,
    help="Envíe HELP o {contact} para recibir ayuda.",
    help_alone="Envíe HELP para recibir ayuda.",
    call="llame al {phone}",
    email="escriba a {email}",
    stop="Envíe STOP para dejar de recibir mensajes.",
    condition="El consentimiento no es una condición de compra.",
    condition_staff="El consentimiento no es una condición de empleo.",
    double="Primero le enviaremos un mensaje: responda YES para confirmar.",
    age="Debe tener {age} años o más; antes le pediremos su fecha de nacimiento.",
    terms="Términos y condiciones: {url}",
    privacy="Política de privacidad: {url}",
)

_SCRIPT = Script(
    agent="Agente: ",
    customer="Cliente: ",
    after_yes="Agente, después de un sí: ",
    after_no="Agente, después de un no: ",
    greeting="{brand} puede enviarle mensajes de texto al número de celular que usted me dé. Son "
    "opcionales.",
    age="Estos mensajes son para personas de {age} años o más. ¿Cuál es su fecha de nacimiento?",
    age_wait="[Espere la fecha. Si la persona tiene menos de {age} años, termine aquí.]",
    rates=_RATES,
    help="Envíe HELP o {contact} para recibir ayuda.",
    help_alone="Envíe HELP para recibir ayuda.",
    call="llame al {phone}",
    email="escriba a {email}",
    stop="Envíe STOP en cualquier momento para dejar de recibir mensajes.",
    condition="El consentimiento no es una condición de compra.",
    condition_staff="El consentimiento no es una condición de empleo.",
    terms="Nuestros términos y condiciones están en {url}.",
    privacy="Nuestra política de privacidad está en {url}.",
    question="¿Acepta usted recibir {texts} de {brand}? Por favor, diga sí o no.",
    wait="[Espere la respuesta y regístrela. Solo cuenta un sí claro.]",
    answer="Sí / No",
    confirmation="Gracias. Ahora le enviaremos un mensaje de confirmación.",
    confirmation_double="Gracias. Ahora le enviaremos un mensaje de confirmación. Responda YES "
    "para confirmar.",
    refused="De acuerdo. No le enviaremos esos mensajes de texto.",
    exclusion="Los datos y el consentimiento de su inscripción a mensajes de texto no se "
    "compartirán con terceros.",
    signs={
        ".": "punto", "/": "barra", "-": "guion", "_": "guion bajo", ":": "dos puntos",
        "@": "arroba", "?": "signo de interrogación", "=": "igual", "&": "y", "#": "numeral",
        "%": "por ciento", "+": "más", "~": "tilde",
    },
)  # fmt: skip

_PAGES = Pages(
    terms_heading="Términos y condiciones de SMS de {program}",
    program="{program} es el programa de mensajes de texto de {legal}{trading}.",
    doing_business_as=", que opera como {brand}",
    description="Cuando usted se inscribe, le enviaremos {kinds} por mensaje de texto.",
    age="Debe tener {age} años o más para inscribirse. Le pedimos su fecha de nacimiento antes "
    "de la inscripción.",
    double="Después de inscribirse, le enviamos un mensaje de texto que le pide responder YES. El "
    "programa comienza solo cuando lo hace.",
    cancel_heading="Cómo cancelar",
    cancel='Puede cancelar el servicio de SMS en cualquier momento. Solo responda "STOP" a '
    'cualquiera de nuestros mensajes. Después de que nos envíe el mensaje "STOP", le enviaremos '
    "un mensaje de confirmación de que se canceló su suscripción.",
    no_more="Después de eso, ya no recibirá mensajes SMS de nuestra parte.",
    again="Si desea volver a inscribirse, hágalo como la primera vez",
    again_keyword=" o envíe {keyword}",
    again_code=", o solicite un código nuevo",
    again_end=" y le enviaremos mensajes SMS de nuevo.",
    ask_to_stop="También puede pedirnos que dejemos de escribirle en {contact}.",
    help_heading="Ayuda",
    help="Si tiene problemas con el programa de mensajes, responda con la palabra HELP para "
    "recibir más ayuda, o comuníquese directamente con nosotros en {contact}.",
    carriers_heading="Operadores",
    carriers="Los operadores de telefonía no son responsables de los mensajes retrasados o no "
    "entregados.",
    cost_heading="Costo y frecuencia",
    rates="Como siempre, pueden aplicarse tarifas de mensajes y datos a los mensajes que le "
    "enviamos y a los que usted nos envía (Message and data rates may apply).",
    plan="Si tiene preguntas sobre su plan de mensajes o de datos, lo mejor es consultar a su "
    "operador de telefonía.",
    privacy_heading="Privacidad",
    privacy_link="Si tiene preguntas sobre la privacidad, lea nuestra política de privacidad: "
    "{url}",
    policy_heading="Política de privacidad de {brand}",
    policy="Esta política explica cómo {legal}{trading} trata la información de las personas que "
    "se inscriben en {program}.",
    collect_heading="La información que necesitamos",
    collect="Recopilamos su número de teléfono celular y un registro de su consentimiento (qué "
    "aceptó, cuándo y cómo) para enviarle {kinds} por mensaje de texto y para demostrar que usted "
    "los pidió.",
    collect_age="Su fecha de nacimiento sirve solo para comprobar que tiene {age} años o más.",
    sharing_heading="Quién más la trata",
    sharing="Solo tratan su número los proveedores que entregan nuestros mensajes, como los "
    "operadores de telefonía y las plataformas de mensajería, y únicamente con ese fin.",
    # Carriers look for the English sentence word for word and without conditions.
    exclusion="Lo anterior excluye los datos y el consentimiento de inscripción a mensajes de "
    "texto; esta información no se compartirá con terceros. (In English: The above excludes text "
    "messaging originator opt-in data and consent; this information will not be shared with any "
    "third parties.)",
    choices_heading="Sus opciones",
    choices="Puede detener los mensajes en cualquier momento: responda STOP a cualquier mensaje, "
    "o escríbanos o llámenos en {contact}. Guardamos un registro de su decisión para respetarla.",
    terms_link="Los términos del programa están en {url}",
    contact_heading="Contacto",
)

_RATES_SHORT = "Pueden aplicarse tarifas de mensajes y datos."
_REPLIES = Replies(
    confirmations=(
        f"{{brand}}: Se ha suscrito a {{kinds}}. {{frequency}}. {_RATES_SHORT} Responda HELP para "
        "ayuda, STOP para cancelar.",
        f"{{brand}}: Se ha suscrito. {{frequency}}. {_RATES_SHORT} Responda HELP para ayuda, STOP "
        "para cancelar.",
        f"{{brand}}: {{frequency}}. {_RATES_SHORT} HELP para ayuda, STOP para cancelar.",
        f"{{brand}}: Frecuencia de msjs varía. {_RATES_SHORT} HELP: ayuda. STOP: cancelar.",
    ),
    requests=(
        f"{{brand}}: Responda YES para confirmar que desea {{kinds}}. {{frequency}}. "
        f"{_RATES_SHORT} HELP para ayuda, STOP para cancelar.",
        f"{{brand}}: Responda YES para confirmar. {{frequency}}. {_RATES_SHORT} HELP para ayuda, "
        "STOP para cancelar.",
        f"{{brand}}: Responda YES para confirmar. Frecuencia varía. {_RATES_SHORT} HELP: ayuda. "
        "STOP: cancelar.",
    ),
    helps=(
        f"{{brand}}: Para ayuda {{contact}}. {{frequency}}. {_RATES_SHORT} "
        "Responda STOP para cancelar.",
        "{brand}: Para ayuda {contact}. Responda STOP para cancelar.",
        "{brand}: Para ayuda {shortest}. Responda STOP para cancelar.",
        "{brand}: {shortest}. STOP para cancelar.",
    ),
    optouts=(
        "{brand}: Se canceló su suscripción y ya no recibirá más mensajes. Responda {keyword} "
        "para volver.",
        "{brand}: Se canceló su suscripción y ya no recibirá más mensajes.",
        "{brand}: suscripción cancelada. Ya no recibirá mensajes.",
    ),
    otp_optouts=(
        'Se canceló su suscripción a {brand} OTP. Para volver, responda "{keyword}" o pida un '
        "código nuevo. Responda HELP para ayuda{call}",
        'Se canceló su suscripción a {brand} OTP. Para volver, responda "{keyword}" o pida un '
        "código nuevo. HELP para ayuda",
        "{brand}: suscripción cancelada. Responda {keyword} para volver, HELP para ayuda.",
    ),
    otp_call=" o llame al {phone}",
    call="llame al {phone}",
    email="escriba a {email}",
    visit="visite {website}",
    sample_end="Responda STOP para cancelar.",
    no_kind="mensajes",
    short_frequency=((r"\bmensajes\b", "msjs"), (r"\b([Mm])ensajes?\b", r"\1sj")),
    varies="La frecuencia de msjs varía",
)

_PER = r"(?:por|al|a la|cada|/) ?"
_FREQUENCIES = Frequencies(
    varies="La frecuencia de los mensajes varía",
    varies_pattern=r"^(?:la )?frecuencia(?: de (?:los )?mensajes)?(?: puede)?"
    r" var(?:ía|ia|iar|iable)$",
    count="{limit}{number} {messages} {unit}",
    up_to="Hasta ",
    count_pattern=r"^(?P<limit>hasta |máximo |como máximo )?(?P<number>\d{1,3}|[a-z]+) "
    r"(?:mensajes?|msjs?|textos?)(?: de texto)?(?: |(?= ?/)) ?(?P<unit>.+)$",
    message="mensaje",
    messages="mensajes",
    numbers={
        "un": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
        "ocho": 8, "nueve": 9, "diez": 10,
    },
    units={
        "day": "al día", "week": "por semana", "month": "al mes", "year": "al año",
        "login": "por inicio de sesión", "order": "por pedido", "appointment": "por cita",
        "delivery": "por entrega", "visit": "por visita", "request": "por solicitud",
        "event": "por evento",
    },
    unit_patterns={
        "day": _PER + "d[ií]a", "week": _PER + "semana", "month": _PER + "mes",
        "year": _PER + "año", "login": _PER + r"(?:intento de )?inicio de sesi[oó]n",
        "order": _PER + "pedido", "appointment": _PER + "cita", "delivery": _PER + "entrega",
        "visit": _PER + "visita", "request": _PER + "solicitud", "event": _PER + "evento",
    },
)  # fmt: skip

SPANISH = Phrasebook(
    code="es",
    kinds=_KINDS,
    unknown_kind=KindWording(
        "mensajes de texto ({kind})",
        "mensajes ({kind})",
        ("Este es un mensaje para usted ({kind}).", "Este es otro mensaje para usted ({kind})."),
    ),
    any_texts="mensajes de texto",
    conjunction="y",
    alternative="o",
    calls=_CALLS,
    script=_SCRIPT,
    pages=_PAGES,
    replies=_REPLIES,
    frequencies=_FREQUENCIES,
)
