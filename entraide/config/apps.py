"""Gather what each app declares: its verbs and its refusals, each with its French sentence."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from entraide.apps.audit import registry
from entraide.ui import refusals


class EntraideConfig(AppConfig):
    """The place where the parts are put together."""

    name = "entraide.config"
    label = "entraide_config"

    def ready(self) -> None:
        """Register the sentences of every app and portal, who is asked before an undoing, what follows a merge or an exit."""
        for name in sentence_modules():
            module = import_module(name)
            registry.register(getattr(module, "VERBS", {}))
            refusals.register(getattr(module, "REFUSALS", {}))
        register = import_module(RESTING[0]).register
        for name in RESTING:
            register(name, import_module(name).rests_on)
        follow = import_module(MOVING).register
        for name in modules_named("person_rows"):
            follow(name, import_module(name).ROWS)
        leave = import_module(LEAVING[0]).register
        for name in LEAVING[1:]:
            leave(name, import_module(name).AT_EXIT)


def sentence_modules() -> list[str]:
    """List the modules named `sentences` of installed apps and portals, and those of core and integrations."""
    return [*modules_named("sentences"), *BELOW]


def modules_named(word: str) -> list[str]:
    """List the modules of that name in installed apps and portals."""
    packages = [config.name for config in apps.get_app_configs() if config.name.startswith(("entraide.apps.", "entraide.portals."))]
    return [f"{package}.{word}" for package in packages if module_has_submodule(import_module(package), word)]


# What says something below the apps; tests/architecture holds the list complete.
BELOW: tuple[str, ...] = (
    "entraide.core.contributions.sentences",
    "entraide.core.ledger.sentences",
    "entraide.core.membership.sentences",
    "entraide.core.network.sentences",
    "entraide.core.opening.sentences",
    "entraide.core.roster.sentences",
    "entraide.core.sepa.sentences",
    "entraide.core.structure.sentences",
    "entraide.core.tabular.sentences",
    "entraide.core.workflow.sentences",
    "entraide.integrations.bank_sentences",
    "entraide.integrations.reference_files.sentences",
    "entraide.integrations.spreadsheets.sentences",
    "entraide.integrations.uploads.sentences",
)


# Whose rows may rest on an act that brought people; tests/apps/beneficiaries holds every relation to a person answered for.
RESTING: tuple[str, ...] = (
    "entraide.apps.beneficiaries.queries.resting",
    "entraide.apps.claims.queries.resting",
    "entraide.apps.lifecycle.queries.resting",
    "entraide.apps.mailroom.queries.resting",
    "entraide.apps.recourse.queries.resting",
)
# Where the rows of each app that name a person are asked to follow; tests/apps/lifecycle holds every column answered for.
MOVING = "entraide.apps.lifecycle.operations.person_moves"
# Where what ends with the contract of a member is asked for, then the apps that end it.
LEAVING: tuple[str, ...] = (
    "entraide.apps.members.operations.exits",
    "entraide.apps.beneficiaries.operations.exits",
    "entraide.apps.network.operations.exits",
)
