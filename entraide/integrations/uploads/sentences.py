"""What is said of a document that is refused or doubtful, and what to do about it."""

REFUSALS: dict[str, str] = {
    "uploads.empty": "Ce fichier est vide. Choisissez-le de nouveau ou reprenez la photo.",
    "uploads.too_big": (
        "Ce fichier est trop gros : {size} Mo, pour {limit} Mo au plus. Prenez une photo de la page, ou enregistrez un PDF plus léger."
    ),
    "uploads.markup": "C’est une page web ou un dessin (HTML, SVG, XML), pas une pièce. Envoyez une photo ou un PDF.",
    "uploads.office": "C’est un document de bureautique. Ouvrez-le, enregistrez-le en PDF, puis envoyez ce PDF.",
    "uploads.archive": "C’est une archive. Envoyez les pièces une par une, en photo ou en PDF.",
    "uploads.other_image": "Ce format d’image n’est pas accepté ({kind}). Envoyez une photo JPEG, PNG ou HEIC, ou un PDF.",
    "uploads.unknown": "Ce fichier n’est ni une photo ni un PDF. Envoyez une photo JPEG, PNG ou HEIC, ou un PDF.",
    "uploads.lying_name": (
        "Le nom de ce fichier finit par « {extension} », mais il contient {kind}. Envoyez la pièce d’origine, ou une photo."
    ),
    "uploads.polyglot": "Ce fichier en cache un autre. Prenez une photo de la pièce, ou imprimez-la en PDF, et envoyez-la.",
    "uploads.strange_name": "Le nom de ce fichier contient des signes qui trompent. Renommez-le, puis envoyez-le de nouveau.",
    "uploads.infected": "L’antivirus a trouvé un virus dans ce fichier. Il n’a pas été gardé. Prenez une photo de la pièce.",
    "uploads.unscanned": "L’antivirus ne répond pas : ce fichier n’a pas été gardé. Envoyez-le de nouveau dans quelques minutes.",
    "uploads.damaged": "Ce fichier est abîmé, il ne s’ouvre pas. Reprenez la photo, ou demandez un nouveau PDF.",
    "uploads.too_heavy": "Ce fichier est trop lourd à ouvrir. Reprenez la photo en qualité normale, ou imprimez la pièce en PDF.",
    "uploads.too_many_pixels": (
        "Cette image est trop grande : {size} millions de points, pour {limit} au plus. Reprenez la photo en qualité normale."
    ),
    "uploads.too_small": "Cette image est trop petite pour être lue ({width} × {height} points). Reprenez la photo de plus près.",
    "uploads.too_many_pages": "Ce PDF a {pages} pages, pour {limit} au plus. Envoyez seulement les pages utiles.",
    "uploads.no_page": "Ce PDF n’a aucune page. Demandez un nouveau PDF, ou prenez une photo de la pièce.",
    "uploads.pdf_locked": "Ce PDF est protégé. Imprimez-le en PDF sans protection, ou prenez une photo de la pièce.",
    "uploads.pdf_script": "Ce PDF contient un programme (JavaScript). Imprimez-le en PDF, ou prenez une photo de la pièce.",
    "uploads.pdf_embedded": "Ce PDF contient d’autres fichiers. Imprimez-le en PDF, ou envoyez chaque pièce à part.",
    "uploads.pdf_action": "Ce PDF veut ouvrir un programme ou envoyer des données. Imprimez-le en PDF, ou prenez une photo de la pièce.",
    "uploads.pdf_form": "Ce PDF est un formulaire dynamique (XFA). Imprimez-le en PDF, puis envoyez ce PDF.",
    # Not refused: a finding on a document accepted.
    "uploads.hard_to_read": "L’image est petite ({width} × {height} points) : vérifiez qu’on peut tout lire.",
    "uploads.looks_blank": "L’image semble vide : vérifiez la photo.",
    "uploads.blurred": "L’image semble floue : vérifiez qu’on peut tout lire.",
}
