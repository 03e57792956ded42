"""What the audit trail says of the catalogue."""

VERBS = {"catalogue.published": "Fiche de prestation publiée"}

REFUSALS = {
    "catalogue.superseded_revision": (
        "La fiche « {name} » du {since} a été corrigée depuis sa publication, et le dossier contient l’ancienne version. "
        "Reprenez la version corrigée, ou changez une phrase pour en faire une nouvelle correction. Rien n’est publié."
    ),
}
