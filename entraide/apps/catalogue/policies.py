"""Who reads the catalogue as the staff does, with its laboratory and its revisions."""

from entraide.apps.accounts.roles import Role


READERS = frozenset({Role.CATALOGUE_MANAGER, Role.DIRECTOR, Role.SOCIAL_WORKER})
