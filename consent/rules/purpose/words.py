"""The words by which texts name kinds of messages, in English, Spanish and French, folded."""


def _split(words: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(words.split())


# Words that name a kind of message by themselves.
SINGLE: dict[str, frozenset[str]] = {
    "marketing": _split(
        "marketing promotion promotions promotional promos promo advertising advertisement"
        " advertisements advertisment coupon coupons discount discounts discounted deals specials"
        " newsletter newsletters rewards giveaway giveaways sweepstakes exclusives freebies perks"
        " savings offers bogo telemarketing upsell solicitations"
        " ofertas promociones promocional promocionales descuentos publicidad publicitario"
        " publicitarios publicitarias mercadeo mercadotecnia cupones rebajas"
        " offres promotionnel promotionnels promotionnelle promotionnelles rabais soldes"
        " publicitaire publicitaires infolettre infolettres aubaines"
    ),
    "otp": _split(
        "otp otps passcode passcodes 2fa mfa two-factor 2-factor multi-factor two-step"
        " authentication autenticacion authentification"
    ),
    "charity": _split(
        "donation donations donate donating donor fundraising fundraiser fundraisers charity"
        " charitable donaciones donacion donativo donativos recaudacion dons"
    ),
    "polling": _split(
        "survey surveys poll polls polling questionnaire questionnaires"
        " encuesta encuestas sondage sondages"
    ),
    "transactional": _split(
        "notifications notification reminders reminder appointment appointments shipping shipment"
        " shipments receipts invoices invoice notices confirmations refills outages cancellations"
        " closures"
        " recordatorios recordatorio cita citas pedidos pedido entregas entrega notificaciones"
        " avisos rappels rappel rendez-vous commandes commande livraisons livraison"
    ),
    # Says that messages inform, but not of what.
    "general": _split("alerts alert announcements alertas alerta alertes alerte anuncios annonces"),
    # A kind of its own that belongs to marketing and to notices alike.
    "other": _split("news tips novedades noticias nouvelles nouveautes consejos conseils"),
}
# Nouns for messages, which a word before them specifies.
THINGS = _split(
    "update updates alert alerts notification notifications notice notices reminder reminders"
    " status information info confirmation confirmations message messages text texts sms"
    " communications conversation conversations change changes instructions response responses"
    " announcement announcements statement statements activity messaging details requests"
    " follow-up follow-ups reports report deadlines results txt txts msgs offers"
)
# Ordinary words that name a kind of message only beside one of THINGS.
SERVICE = _split(
    "order orders account accounts security support service services delivery deliveries billing"
    " bill payment payments class classes schedule schedules scheduling shift shifts subscription"
    " prescription prescriptions refill pickup pick-up reservation reservations booking bookings"
    " ticket tickets loan policy claim claims staff work school emergency weather safety package"
    " packages care health wellness property rental lease maintenance repair repairs vehicle pet"
    " flight trip library public road traffic application job case fraud balance transaction"
    " transactional transactions login patient visit visits treatment lab test results lesson"
    " lessons practice game team enrollment enrolment registration waitlist table driver load"
    " dispatch route project installation inspection closing listing showing tenant rent parking"
    " utility outage attendance hr employee employees crew clinic medication vaccine cancellation"
    " rescheduling confirmation confirmations informational operational servicing tracking"
    " shipping membership itinerary travel homework alerts admission tax payroll onboarding"
    " training meeting meetings interview candidate volunteer customer client member insurance"
    " mortgage portfolio trade charging arrival departure gate water power technician estimate"
    " quote inquiry purchase return refund warranty usage data plan system server device"
)
# Words that stand for promotions and for notices alike.
EITHER = _split(
    "product products program programs event events community church menu season city company"
    " club group local campaign class workshop webinar industry market real-estate fitness career"
    " opening openings brand store restaurant concert ministry alumni neighborhood course"
)
CODE_WORDS = _split("code codes password passwords pin pins passcode passcodes token tokens")
BEFORE_CODE = _split(
    "security login log-in sign-in signin access one-time single-use confirmation secure"
    " verification authorization authentication registration activation temporary"
)
# Codes of another sort.
NO_CODE = _split("coupon promo promotional discount zip short area qr bar postal country referral")
OF_CODE_ES_FR = _split(
    "verificacion seguridad acceso un confirmacion inicio autenticacion verification securite"
    " connexion acces confirmation authentification usage"
)
CARE_OF = _split("customer client patient member guest technical consumer user")
CARE = _split("care service support")
BEFORE_MARKETING = _split(
    "flash early private seasonal holiday exclusive summer winter spring fall annual special big"
    " upcoming clearance vip member store"
)
AFTER_SALES = _split(
    "team rep reps person persons tax staff of representative representatives agent agents"
)
BEFORE_OFFER = _split(
    "special exclusive limited promotional great personalized personalised latest best introductory"
    " new welcome vip member free"
)
# "Our clinic offers text reminders": the verb, not the noun.
AFTER_VERB_OFFERS = _split(
    "text sms a an the optional free our you this automated messaging mobile its to customers"
    " patients clients members appointment two-way"
)
BEFORE_VERB_OFFERS = _split("we i may to that which who it they can will they")
NEW_THINGS = _split(
    "arrivals products items releases collections collection menu launches launch drops styles"
    " listings inventory flavors"
)
CART = _split("cart checkout browse wishlist basket back-in-stock restock price-drop")
REMIND_OF = _split("of about when to before")
EARLY = _split("access look bird")
# What an "about ..." may speak of, so that it says which messages come.
ABOUT_NOUNS = _split(
    "order orders account accounts appointment appointments delivery deliveries visit visits"
    " purchase purchases treatment treatments repair repairs project projects inquiry inquiries"
    " enquiry quote quotes stay trip trips service services booking bookings reservation"
    " reservations request requests application applications case claim claims loan policy bill"
    " payment payments class classes membership subscription prescription prescriptions care"
    " health insurance vehicle home property lease rental event events schedule shift shifts job"
    " ticket tickets registration enrollment transaction transactions package shipment shipments"
    " products product programs program session sessions consultation estimate work interview"
    " education child student pet tax taxes mortgage medication rental installation lesson lessons"
    " donation legal matter coaching benefits coverage plan"
    " pedido pedidos cuenta cita citas entrega entregas servicio servicios reserva solicitud"
    " compra visita caso commande commandes compte rendez-vous livraison livraisons services"
    " reservation demande achat visite dossier"
)
ABOUT = _split("about regarding concerning re sobre acerca concernant")
DETERMINERS = _split(
    "your my the our this these each an any a their its all upcoming new future and or su sus mi"
    " mis tu tus nuestros nuestras el la los las una votre vos mon mes notre nos le les de des"
)
# What makes "X updates" or "updates about X" no purpose, since X names none.
NO_OBJECT = _split(
    "sms text message our your the receive receiving get getting send sending me some for"
    " recurring automated periodic important with of and or by mobile phone regular occasional"
    " any my future these such all more you us to in is are sent about via on text-message from"
    " i please agree other general email e-mail automatic messaging continue wireless cell"
    " number device privacy terms how rates help support it messages texts program service"
    " info their further additional latest timely this that as"
)
