"""The sentences that repairs put in, in each language, as the rules accept them."""

from collections.abc import Mapping
from dataclasses import dataclass

from consent.content import Language, MessageKind, UseCase


@dataclass(frozen=True)
class Sentences:
    """One language; braces are filled by the repair."""

    consent: str
    texting: str
    """The same, where the act of texting is the agreement."""
    agreement: str
    """The same, as a registration tells it."""
    question: str
    """The same, as an agent asks it."""
    purpose: str
    channel: str
    frequency: str
    rates: str
    """With the exact English sentence, which carriers look for in every language."""
    short_rates: str
    help: str
    help_or_call: str
    help_or_email: str
    stop: str
    not_a_condition: str
    optional: str
    terms: str
    privacy: str
    automated: str
    birth: str
    double: str
    confirmation: str
    call: str
    email: str
    scope: str
    """What a program is, for the head of a page."""
    stop_confirm: str
    rejoin: str
    liability: str
    plan: str
    exclusion: str
    collects: str
    done: str
    no_more: str
    optout: str
    otp_optout: str
    keyword: str
    from_brand: str
    kinds: Mapping[str, str]
    """What each kind of message is called in the plural."""
    any_kind: Mapping[str, str]
    """What is called so where only the use case is known."""


_ENGLISH = Sentences(
    consent="I agree to receive {kinds} by text message{sender}.",
    texting="By texting us, you agree to receive {kinds} by text message{sender}.",
    agreement="People agree to receive {kinds} by text message{sender}.",
    question="Do you agree to receive {kinds} by text message{sender}? Please say yes or no.",
    purpose="You will receive {kinds} by text message.",
    channel="You will receive them as text messages (SMS).",
    frequency="Message frequency varies.",
    rates="Message and data rates may apply.",
    short_rates="Msg & data rates may apply.",
    help="Text HELP for help.",
    help_or_call="Text HELP or call {phone} for support.",
    help_or_email="Text HELP or email {email} for support.",
    stop="Text STOP to opt out.",
    not_a_condition="Consent is not a condition of purchase.",
    optional="The messages are optional.",
    terms="Terms & Conditions: {url}",
    privacy="Privacy Policy: {url}",
    automated="These are recurring automated messages.",
    birth="Enter your full date of birth (MM/DD/YYYY).",
    double="Reply YES to our first text to confirm.",
    confirmation="We will send you a confirmation text message.",
    call="For help call {phone}.",
    email="For help email {email}.",
    scope="These terms are for the text messages{sender}.",
    stop_confirm="After you text STOP, we send one message to confirm it, and then you will no "
    "longer receive messages from us.",
    rejoin="To join again, sign up again as you did the first time.",
    liability="Carriers are not liable for delayed or undelivered messages.",
    plan="If you have questions about your text or data plan, contact your wireless provider.",
    exclusion="The above excludes text messaging originator opt-in data and consent; this "
    "information will not be shared with any third parties.",
    collects="We collect your mobile phone number in order to send you the text messages that "
    "you asked for.",
    done="You are unsubscribed.",
    no_more="You will receive no further messages.",
    optout="You are unsubscribed from {brand} and will receive no further messages.",
    otp_optout="You are unsubscribed from {brand} OTP. Opt back in by requesting a new code. "
    "Reply HELP for help",
    keyword="Text {keyword} to {number} to join.",
    from_brand=" from {brand}",
    kinds={
        MessageKind.MARKETING: "recurring automated marketing offers",
        MessageKind.APPOINTMENT: "appointment reminders",
        MessageKind.ORDER: "order updates",
        MessageKind.DELIVERY: "delivery updates",
        MessageKind.ACCOUNT: "account notifications",
        MessageKind.SECURITY_CODE: "one-time security codes",
        MessageKind.CARE: "customer care messages",
        MessageKind.EVENT: "event updates",
        MessageKind.SURVEY: "surveys",
        MessageKind.CHARITY: "donation requests",
        MessageKind.PUBLIC_SERVICE: "public service announcements",
        MessageKind.STAFF: "staff schedule notifications",
    },
    any_kind={
        UseCase.TRANSACTIONAL: "service notifications",
        UseCase.MIXED: "service notifications",
        UseCase.MARKETING: "recurring automated marketing offers",
        UseCase.OTP: "one-time security codes",
        UseCase.CARE: "customer care messages",
        UseCase.CHARITY: "donation requests",
        UseCase.INTERNAL: "staff schedule notifications",
    },
)
_SPANISH = Sentences(
    consent="Acepto recibir {kinds} por mensaje de texto{sender}.",
    texting="Acepto recibir {kinds} por mensaje de texto{sender}.",
    agreement="Las personas aceptan recibir {kinds} por mensaje de texto{sender}.",
    question="¿Acepta usted recibir {kinds} por mensaje de texto{sender}? "
    "Diga «sí, acepto» o «no».",
    purpose="Recibirá {kinds} por mensaje de texto.",
    channel="Los recibirá como mensajes de texto (SMS).",
    frequency="La frecuencia de mensajes varía.",
    rates="Pueden aplicarse tarifas de mensajes y datos (Message and data rates may apply).",
    short_rates="Pueden aplicarse tarifas de mensajes y datos.",
    help="Envíe HELP para recibir ayuda.",
    help_or_call="Envíe HELP o llame al {phone} para recibir ayuda.",
    help_or_email="Envíe HELP o escriba a {email} para recibir ayuda.",
    stop="Envíe STOP para cancelar.",
    not_a_condition="El consentimiento no es una condición de compra.",
    optional="Los mensajes son opcionales.",
    terms="Términos y condiciones: {url}",
    privacy="Política de privacidad: {url}",
    automated="Son mensajes automatizados y recurrentes.",
    birth="Indique su fecha de nacimiento completa.",
    double="Responda SI a nuestro primer mensaje para confirmar.",
    confirmation="Le enviaremos un mensaje de confirmación.",
    call="Si necesita ayuda, llame al {phone}.",
    email="Si necesita ayuda, escriba a {email}.",
    scope="Estos términos se aplican a los mensajes de texto{sender}.",
    stop_confirm="Después de enviar STOP, le enviaremos un mensaje de confirmación y ya no "
    "recibirá más mensajes nuestros.",
    rejoin="Para volver a suscribirse, inscríbase de nuevo como la primera vez.",
    liability="Los operadores no son responsables de mensajes retrasados o no entregados.",
    plan="Si tiene preguntas sobre su plan de mensajes o datos, consulte a su operador.",
    exclusion="Lo anterior excluye los datos y el consentimiento de suscripción a mensajes de "
    "texto; los números de teléfono y esta información no se compartirán nunca con terceros.",
    collects="Recopilamos su número de teléfono móvil para enviarle los mensajes de texto que "
    "solicitó.",
    done="Se ha dado de baja.",
    no_more="No recibirá más mensajes.",
    optout="Se ha dado de baja de {brand} y no recibirá más mensajes.",
    otp_optout="Se ha dado de baja de los códigos de {brand}. Para volver, solicite un código "
    "nuevo. Responda HELP para ayuda",
    keyword="Envíe {keyword} al {number} para unirse.",
    from_brand=" de {brand}",
    kinds={
        MessageKind.MARKETING: "ofertas y promociones automatizadas y recurrentes",
        MessageKind.APPOINTMENT: "recordatorios de citas",
        MessageKind.ORDER: "notificaciones de pedidos",
        MessageKind.DELIVERY: "notificaciones de entregas",
        MessageKind.ACCOUNT: "notificaciones de cuenta",
        MessageKind.SECURITY_CODE: "códigos de seguridad",
        MessageKind.CARE: "notificaciones de atención al cliente",
        MessageKind.EVENT: "notificaciones de eventos",
        MessageKind.SURVEY: "encuestas",
        MessageKind.CHARITY: "solicitudes de donaciones",
        MessageKind.PUBLIC_SERVICE: "alertas de servicio público",
        MessageKind.STAFF: "notificaciones de turnos",
    },
    any_kind={
        UseCase.TRANSACTIONAL: "notificaciones de servicio",
        UseCase.MIXED: "notificaciones de servicio",
        UseCase.MARKETING: "ofertas y promociones automatizadas y recurrentes",
        UseCase.OTP: "códigos de seguridad",
        UseCase.CARE: "notificaciones de atención al cliente",
        UseCase.CHARITY: "solicitudes de donaciones",
        UseCase.INTERNAL: "notificaciones de turnos",
    },
)
_FRENCH = Sentences(
    consent="J'accepte de recevoir {kinds} par SMS{sender}.",
    texting="J'accepte de recevoir {kinds} par SMS{sender}.",
    agreement="Les personnes acceptent de recevoir {kinds} par SMS{sender}.",
    question="Acceptez-vous de recevoir {kinds} par SMS{sender} ? "
    "Dites « oui, j'accepte » ou « non ».",
    purpose="Vous recevrez {kinds} par SMS.",
    channel="Vous les recevrez par SMS.",
    frequency="La fréquence des messages varie.",
    rates="Des frais de messagerie et de données peuvent s'appliquer (Message and data rates may "
    "apply).",
    short_rates="Des frais de messagerie et de données peuvent s'appliquer.",
    help="Envoyez HELP pour obtenir de l'aide.",
    help_or_call="Envoyez HELP ou appelez le {phone} pour obtenir de l'aide.",
    help_or_email="Envoyez HELP ou écrivez à {email} pour obtenir de l'aide.",
    stop="Envoyez STOP pour vous désabonner.",
    not_a_condition="Le consentement n'est pas une condition d'achat.",
    optional="Ces messages sont facultatifs.",
    terms="Conditions d'utilisation : {url}",
    privacy="Politique de confidentialité : {url}",
    automated="Ce sont des messages automatiques et récurrents.",
    birth="Indiquez votre date de naissance complète.",
    double="Répondez OUI à notre premier SMS pour confirmer.",
    confirmation="Nous vous enverrons un message de confirmation.",
    call="Pour obtenir de l'aide, appelez le {phone}.",
    email="Pour obtenir de l'aide, écrivez à {email}.",
    scope="Ces conditions concernent les SMS{sender}.",
    stop_confirm="Après l'envoi de STOP, nous vous envoyons un message de confirmation, puis vous "
    "ne recevrez plus de messages de notre part.",
    rejoin="Pour revenir, il suffit de s'inscrire à nouveau comme la première fois.",
    liability="Les opérateurs ne sont pas responsables des messages retardés ou non livrés.",
    plan="Pour toute question sur votre forfait, adressez-vous à votre opérateur.",
    exclusion="Ce qui précède exclut les données et le consentement d'inscription aux SMS ; les "
    "numéros de téléphone et ces informations ne seront jamais partagés avec des tiers.",
    collects="Nous collectons votre numéro de téléphone mobile pour vous envoyer les SMS que vous "
    "avez demandés.",
    done="Vous êtes désabonné.",
    no_more="Vous ne recevrez plus de messages.",
    optout="Vous êtes désabonné de {brand} et ne recevrez plus de messages.",
    otp_optout="Vous êtes désabonné des codes de {brand}. Pour revenir, demandez un nouveau code. "
    "Répondez HELP pour obtenir de l'aide",
    keyword="Envoyez {keyword} au {number} pour vous inscrire.",
    from_brand=" de la part de {brand}",
    kinds={
        MessageKind.MARKETING: "des offres promotionnelles automatiques et récurrentes",
        MessageKind.APPOINTMENT: "des rappels de rendez-vous",
        MessageKind.ORDER: "des notifications de commandes",
        MessageKind.DELIVERY: "des notifications de livraisons",
        MessageKind.ACCOUNT: "des notifications de compte",
        MessageKind.SECURITY_CODE: "des codes de sécurité",
        MessageKind.CARE: "des notifications du service client",
        MessageKind.EVENT: "des notifications d'événements",
        MessageKind.SURVEY: "des sondages",
        MessageKind.CHARITY: "des demandes de dons",
        MessageKind.PUBLIC_SERVICE: "des alertes de service public",
        MessageKind.STAFF: "des notifications d'horaires",
    },
    any_kind={
        UseCase.TRANSACTIONAL: "des notifications de service",
        UseCase.MIXED: "des notifications de service",
        UseCase.MARKETING: "des offres promotionnelles automatiques et récurrentes",
        UseCase.OTP: "des codes de sécurité",
        UseCase.CARE: "des notifications du service client",
        UseCase.CHARITY: "des demandes de dons",
        UseCase.INTERNAL: "des notifications d'horaires",
    },
)
SENTENCES: dict[str, Sentences] = {
    Language.ENGLISH: _ENGLISH,
    Language.SPANISH: _SPANISH,
    Language.FRENCH: _FRENCH,
}
