"""Reads of the register."""

from entraide.apps.members.queries.members import (
    MemberView,
    current_name,
    departments,
    member_by_siren,
    member_list,
    member_on,
    members_by_siren,
    members_on,
    membership_history,
    name_history,
)


__all__ = [
    "MemberView",
    "current_name",
    "departments",
    "member_by_siren",
    "member_list",
    "member_on",
    "members_by_siren",
    "members_on",
    "membership_history",
    "name_history",
]
