"""Act the stories of the demonstration out, all together in the order of time."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from entraide.config.demonstration.automation import automation_steps
from entraide.config.demonstration.claims import claim_steps
from entraide.config.demonstration.desk import decide_together, desk_steps
from entraide.config.demonstration.plot import live_cases
from entraide.config.demonstration.post import post_steps
from entraide.config.demonstration.recourse import recourse_steps
from entraide.config.demonstration.stage import Stage
from entraide.population.demonstration.world import World


def act_out(world: World, accounts: Mapping[str, UUID], *, at: datetime) -> int:
    """Play every claim with what the desk, the mail room and recourse do; then decisions asked at `at`. Give how many were filed."""
    stage = Stage(world, live_cases(world), accounts)
    steps = [*claim_steps(stage), *automation_steps(stage), *desk_steps(stage), *post_steps(stage), *recourse_steps(stage)]
    for when, act in sorted(steps, key=lambda step: step[0].at):
        act(when)
    decide_together(stage, at=at)
    return len(stage.claims)
