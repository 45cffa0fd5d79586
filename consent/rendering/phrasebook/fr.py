"""The French phrasebook: neutral French as it is read in Canada, formal address."""

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
        "des textos promotionnels automatisés et récurrents",
        "des offres promotionnelles",
        (
            "Les membres économisent 15 % en fin de semaine. Montrez ce texto à la caisse.",
            "Nos offres du printemps sont là : deux pour un jusqu'à dimanche.",
        ),
    ),
    MessageKind.APPOINTMENT: KindWording(
        "des textos de rappel de rendez-vous",
        "des rappels de rendez-vous",
        (
            "Rappel : votre rendez-vous est le mardi 3 mars à 10 h 30. Répondez C pour confirmer.",
            "Votre rendez-vous est déplacé au jeudi 5 mars à 14 h. Répondez C pour confirmer.",
        ),
    ),
    MessageKind.ORDER: KindWording(
        "des textos de suivi de commande",
        "des suivis de commande",
        (
            "Merci, nous avons reçu votre commande 48213 et nous la préparons.",
            "Votre commande 48213 est prête; vous pouvez la prendre jusqu'à 18 h.",
        ),
    ),
    MessageKind.DELIVERY: KindWording(
        "des textos de suivi de livraison",
        "des suivis de livraison",
        (
            "Votre livraison est en route et arrive aujourd'hui entre 14 h et 16 h.",
            "Votre livraison a été laissée à la porte à 15 h 12.",
        ),
    ),
    MessageKind.ACCOUNT: KindWording(
        "des textos de notification de compte",
        "des notifications de compte",
        (
            "Avis de compte : votre paiement a été reçu le 3 mars. Merci.",
            "Avis de compte : votre relevé de mars est prêt dans votre compte.",
        ),
    ),
    MessageKind.SECURITY_CODE: KindWording(
        "des textos contenant des codes de sécurité à usage unique",
        "des codes de sécurité à usage unique",
        (
            "523016 est votre code de vérification. Ne le communiquez à personne.",
            "Utilisez le code 940271 pour vous connecter. Il expire dans 10 minutes.",
        ),
    ),
    MessageKind.CARE: KindWording(
        "des textos du service à la clientèle",
        "des messages du service à la clientèle",
        (
            "Merci de votre question. Notre service à la clientèle vous répond aujourd'hui.",
            "Nous avons une réponse à votre demande 7741. Est-ce réglé? Répondez YES ou NO.",
        ),
    ),
    MessageKind.EVENT: KindWording(
        "des textos de notification d'événements",
        "des notifications d'événements",
        (
            "Votre événement : les portes ouvrent vendredi à 18 h 30. Apportez votre billet.",
            "Votre événement : la séance de samedi a lieu dans la grande salle.",
        ),
    ),
    MessageKind.SURVEY: KindWording(
        "des textos de sondage",
        "des sondages",
        (
            "Sondage : comment s'est passée votre visite? Répondez par un chiffre de 1 à 5.",
            "Sondage : nous recommanderiez-vous à un ami? Répondez YES ou NO.",
        ),
    ),
    MessageKind.CHARITY: KindWording(
        "des textos automatisés et récurrents de demande de dons",
        "des demandes de dons",
        (
            "Votre don de 10 $ offre un repas chaud à une famille. Merci de votre aide.",
            "Notre collecte de dons se termine vendredi. Chaque don est doublé d'ici là.",
        ),
    ),
    MessageKind.PUBLIC_SERVICE: KindWording(
        "des textos de notification de service public",
        "des notifications de service public",
        (
            "Service public : la bibliothèque ferme à 15 h aujourd'hui en raison de la neige.",
            "Service public : le nettoyage de la rue du Chêne a lieu lundi.",
        ),
    ),
    MessageKind.STAFF: KindWording(
        "des textos de notification d'horaires de travail",
        "des notifications d'horaires de travail",
        (
            "Avis au personnel : votre quart de lundi commence à 8 h. Répondez C pour confirmer.",
            "Avis au personnel : la réunion de mercredi est déplacée à 15 h.",
        ),
    ),
}

_RATES = (
    "Des frais de messagerie et de données peuvent s'appliquer (Message and data rates may apply)."
)

_CALLS = Calls(
    web_intro="Choisissez les textos que {brand} peut vous envoyer. Chaque case est "
    "facultative et vous pouvez envoyer ce formulaire sans en cocher aucune.",
    age_intro="Indiquez d'abord votre date de naissance : vous devez avoir {age} ans ou plus.",
    web_consent="En cochant cette case, j'accepte que {brand} m'envoie {texts} au numéro que je "
    "fournis.",
    pos_consent="En cochant cette case, j'accepte que {brand} m'envoie {texts} au numéro que "
    "j'inscris sur cet écran.",
    join_by_keyword="Textez {keyword} au {number} pour vous inscrire.",
    join_by_keyword_or_form="Textez {keyword} au {number} ou remplissez le formulaire à {url}",
    join_by_form="Balayez le code QR ou remplissez le formulaire à {url}",
    joining_consent="En vous inscrivant, vous acceptez que {brand} vous envoie {texts} au numéro "
    "que vous nous donnez.",
    keyword_consent="En textant {keyword}, vous acceptez que {brand} vous envoie {texts} au numéro "
    "d'où vous écrivez.",
    other_kinds="Pour recevoir {kinds}, cochez la case prévue à {url}",
    rates=_RATES,
    help="Textez HELP ou {contact} pour obtenir de l'aide.",
    help_alone="Textez HELP pour obtenir de l'aide.",
    call="appelez le {phone}",
    email="écrivez à {email}",
    stop="Textez STOP pour ne plus recevoir de messages.",
    condition="Le consentement n'est pas une condition d'achat.",
    condition_staff="Le consentement n'est pas une condition d'emploi.",
    double="Nous vous enverrons d'abord un texto : répondez YES pour confirmer.",
    age="Vous devez avoir {age} ans ou plus; nous vous demandons d'abord votre date de naissance.",
    terms="Conditions d'utilisation : {url}",
    privacy="Politique de confidentialité : {url}",
)

_SCRIPT = Script(
    agent="Agent : ",
    customer="Client : ",
    after_yes="Agent, après un oui : ",
    after_no="Agent, après un non : ",
    greeting="{brand} peut vous envoyer des textos au numéro de cellulaire que vous m'indiquez. "
    "Ils sont facultatifs.",
    age="Ces messages s'adressent aux personnes de {age} ans ou plus. Quelle est votre date de "
    "naissance?",
    age_wait="[Attendez la date. Si la personne a moins de {age} ans, arrêtez ici.]",
    rates=_RATES,
    help="Textez HELP ou {contact} pour obtenir de l'aide.",
    help_alone="Textez HELP pour obtenir de l'aide.",
    call="appelez le {phone}",
    email="écrivez à {email}",
    stop="Textez STOP à tout moment pour ne plus recevoir de messages.",
    condition="Le consentement n'est pas une condition d'achat.",
    condition_staff="Le consentement n'est pas une condition d'emploi.",
    terms="Nos conditions d'utilisation se trouvent à {url}.",
    privacy="Notre politique de confidentialité se trouve à {url}.",
    question="Acceptez-vous que {brand} vous envoie {texts}? Dites oui ou non, s'il vous plaît.",
    wait="[Attendez la réponse et notez-la. Seul un oui clair compte.]",
    answer="Oui / Non",
    confirmation="Merci. Nous vous envoyons maintenant un message de confirmation.",
    confirmation_double="Merci. Nous vous envoyons maintenant un message de confirmation. "
    "Répondez-y YES pour confirmer.",
    refused="C'est entendu. Nous ne vous enverrons pas ces textos.",
    exclusion="Vos données d'inscription aux textos et votre consentement ne seront partagés "
    "avec aucun tiers.",
    signs={
        ".": "point", "/": "barre oblique", "-": "tiret", "_": "trait de soulignement",
        ":": "deux-points", "@": "arobase", "?": "point d'interrogation", "=": "égal", "&": "et",
        "#": "carré", "%": "pour cent", "+": "plus", "~": "tilde",
    },
)  # fmt: skip

_PAGES = Pages(
    terms_heading="{program} : conditions d'utilisation des SMS",
    program="{program} est le programme de messagerie texte offert par {legal}{trading}.",
    doing_business_as=", faisant affaire sous le nom de {brand}",
    description="Lorsque vous vous inscrivez, vous recevrez {kinds} par texto.",
    age="Vous devez avoir {age} ans ou plus pour vous inscrire. Nous vous demandons votre date de "
    "naissance avant l'inscription.",
    double="Après votre inscription, nous vous envoyons un texto qui vous demande de répondre "
    "YES. Le programme ne commence que lorsque vous le faites.",
    cancel_heading="Comment annuler",
    cancel="Vous pouvez annuler le service de SMS à tout moment. Il suffit de répondre « STOP » à "
    "l'un de nos messages. Après avoir reçu votre message « STOP », nous vous enverrons un "
    "message pour confirmer votre désabonnement.",
    no_more="Ensuite, vous ne recevrez plus aucun SMS.",
    again="Si vous souhaitez vous inscrire à nouveau, faites-le comme la première fois",
    again_keyword=" ou textez {keyword}",
    again_code=", ou demandez un nouveau code",
    again_end=" et nous recommencerons à vous envoyer des SMS.",
    ask_to_stop="Vous pouvez aussi nous demander d'arrêter à {contact}.",
    help_heading="Aide",
    help="Si vous éprouvez des difficultés avec le programme de messagerie, répondez avec le mot "
    "HELP pour obtenir de l'aide, ou joignez-nous directement à {contact}.",
    carriers_heading="Opérateurs",
    carriers="Les opérateurs de téléphonie ne sont pas responsables des messages retardés ou non "
    "livrés.",
    cost_heading="Coût et fréquence",
    rates="Comme toujours, des frais de messagerie et de données peuvent s'appliquer aux messages "
    "que nous vous envoyons et à ceux que vous nous envoyez (Message and data rates may apply).",
    plan="Pour toute question sur votre forfait de messagerie ou de données, il est préférable de "
    "communiquer avec votre opérateur de téléphonie.",
    privacy_heading="Confidentialité",
    privacy_link="Pour toute question sur la confidentialité, lisez notre politique de "
    "confidentialité : {url}",
    policy_heading="{brand} : politique de confidentialité",
    policy="Cette politique explique comment {legal}{trading} traite les renseignements des "
    "personnes qui s'inscrivent à {program}.",
    collect_heading="Les renseignements dont nous avons besoin",
    collect="Nous recueillons votre numéro de téléphone cellulaire et une preuve de votre "
    "consentement (ce que vous avez accepté, quand et comment) pour vous envoyer {kinds} par "
    "texto et pour prouver que vous les avez demandés.",
    collect_age="Votre date de naissance sert uniquement à vérifier que vous avez {age} ans ou "
    "plus.",
    sharing_heading="Qui d'autre les traite",
    sharing="Seuls les fournisseurs de services qui livrent nos messages, comme les opérateurs de "
    "téléphonie et les plateformes de messagerie, traitent votre numéro, et uniquement à cette "
    "fin.",
    # Carriers look for the English sentence word for word and without conditions.
    exclusion="Ce qui précède exclut les données et le consentement d'inscription aux messages "
    "texte; ces renseignements ne seront communiqués à aucun tiers. (In English: The above "
    "excludes text messaging originator opt-in data and consent; this information will not be "
    "shared with any third parties.)",
    choices_heading="Vos choix",
    choices="Vous pouvez arrêter les messages à tout moment : répondez STOP à n'importe quel "
    "message, ou écrivez-nous ou appelez-nous à {contact}. Nous gardons une trace de votre choix "
    "afin de le respecter.",
    terms_link="Les conditions du programme se trouvent à {url}",
    contact_heading="Nous joindre",
)

_RATES_SHORT = "Frais de textos et données peuvent s'appliquer."
_REPLIES = Replies(
    confirmations=(
        f"{{brand}} : Inscription confirmée pour {{kinds}}. {{frequency}}. {_RATES_SHORT} Répondez "
        "HELP pour de l'aide, STOP pour annuler.",
        f"{{brand}} : Inscription confirmée. {{frequency}}. {_RATES_SHORT} Répondez HELP pour de "
        "l'aide, STOP pour annuler.",
        f"{{brand}} : Inscription confirmée. {{frequency}}. {_RATES_SHORT} HELP : aide. STOP : "
        "annuler.",
        f"{{brand}} : {{frequency}}. {_RATES_SHORT} HELP : aide. STOP : annuler.",
        f"{{brand}} : Fréquence variable. {_RATES_SHORT} HELP : aide. STOP : annuler.",
    ),
    requests=(
        f"{{brand}} : Répondez YES pour confirmer que vous voulez {{kinds}}. {{frequency}}. "
        f"{_RATES_SHORT} HELP : aide. STOP : annuler.",
        f"{{brand}} : Répondez YES pour confirmer. {{frequency}}. {_RATES_SHORT} HELP : aide. "
        "STOP : annuler.",
        f"{{brand}} : Répondez YES pour confirmer. Fréquence variable. {_RATES_SHORT} HELP : "
        "aide. STOP : annuler.",
    ),
    helps=(
        f"{{brand}} : Pour de l'aide, {{contact}}. {{frequency}}. {_RATES_SHORT} "
        "Répondez STOP pour annuler.",
        "{brand} : Pour de l'aide, {contact}. Répondez STOP pour annuler.",
        "{brand} : Pour de l'aide, {shortest}. Répondez STOP pour annuler.",
        "{brand} : {shortest}. STOP pour annuler.",
    ),
    optouts=(
        "{brand} : Vous êtes désabonné et ne recevrez plus de messages. Répondez {keyword} pour "
        "vous réinscrire.",
        "{brand} : Vous êtes désabonné et ne recevrez plus de messages.",
        "{brand} : désabonnement fait. Vous ne recevrez plus de messages.",
    ),
    otp_optouts=(
        '{brand} OTP : Vous êtes désabonné. Pour revenir, répondez "{keyword}" ou demandez un '
        "nouveau code. Répondez HELP pour de l'aide{call}",
        '{brand} OTP : Vous êtes désabonné. Pour revenir, répondez "{keyword}" ou demandez un '
        "nouveau code. HELP : aide",
        "{brand} : Vous êtes désabonné. Répondez {keyword} pour revenir, HELP : aide.",
    ),
    otp_call=" ou appelez le {phone}",
    call="appelez le {phone}",
    email="écrivez à {email}",
    visit="visitez {website}",
    sample_end="Répondez STOP pour annuler.",
    no_kind="des messages",
    short_frequency=((r"\bmessages\b", "msgs"), (r"\b([Mm])essages?\b", r"\1sg")),
    varies="La fréquence des msgs varie",
)

_PER = r"(?:par|chaque|/) ?"
_FREQUENCIES = Frequencies(
    varies="La fréquence des messages varie",
    varies_pattern=r"^(?:la )?fréquence(?: des (?:messages|textos))?(?: peut)? vari(?:e|er|able)$",
    count="{limit}{number} {messages} {unit}",
    up_to="Jusqu'à ",
    count_pattern=r"^(?P<limit>jusqu'à |au plus |maximum )?(?P<number>\d{1,3}|[a-z]+) "
    r"(?:messages?|msgs?|textos?)(?: textes?)?(?: |(?= ?/)) ?(?P<unit>.+)$",
    message="message",
    messages="messages",
    numbers={
        "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
        "neuf": 9, "dix": 10,
    },
    units={
        "day": "par jour", "week": "par semaine", "month": "par mois", "year": "par an",
        "login": "par connexion", "order": "par commande", "appointment": "par rendez-vous",
        "delivery": "par livraison", "visit": "par visite", "request": "par demande",
        "event": "par événement",
    },
    unit_patterns={
        "day": _PER + "jour", "week": _PER + "semaine", "month": _PER + "mois",
        "year": _PER + "(?:an|année)", "login": _PER + "(?:tentative de )?connexion",
        "order": _PER + "commande", "appointment": _PER + "rendez-vous",
        "delivery": _PER + "livraison", "visit": _PER + "visite", "request": _PER + "demande",
        "event": _PER + "év[ée]nement",
    },
)  # fmt: skip

FRENCH = Phrasebook(
    code="fr",
    kinds=_KINDS,
    unknown_kind=KindWording(
        "des textos ({kind})",
        "des messages ({kind})",
        ("Voici un message pour vous ({kind}).", "Voici un autre message pour vous ({kind})."),
    ),
    any_texts="des textos",
    conjunction="et",
    alternative="ou",
    calls=_CALLS,
    script=_SCRIPT,
    pages=_PAGES,
    replies=_REPLIES,
    frequencies=_FREQUENCIES,
)
