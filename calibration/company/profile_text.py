"""A guess written as a profile with comments, in English or Chinese."""

from __future__ import annotations

import json
from typing import Any

from calibration.company.guess import Guess, Reason
from calibration.company.looks import VARIABLE
from scenarios.ground.packaged import packaged
from sim.problems import shown


def profile_text(guess: Guess, lang: str = "en") -> str:
    """``guess`` as the text of a profile.yaml that ``calibration.profile.load`` accepts; ``lang``: en or zh."""
    at, says = 1 if lang == "zh" else 0, packaged("calibration.company", "profile_text.yaml")
    doubts, not_used, password = says["more"][at]
    lines = [f"# {says['head'][at]}", "#", *(f"# {line}" for line in says["open"][at])]
    if any(VARIABLE in str(section.says.get("url", "")) for section in guess.sections.values()):
        lines.append(f"# {VARIABLE}: {password}")
    lines += ["", "name: company"]
    for name, section in guess.sections.items():
        lines += ["", f"# {_one_line(section.found)}", f"{name}:"]
        for key, value in section.says.items():
            lines += [f"  # {_sentence(one, at)}" for one in section.reasons if one.key == key]
            lines.append(f"  {key}: {_yaml(value)}")
        lines += [f"  # {_sentence(one, at)}" for one in section.reasons if one.key not in section.says]
    unused = [f"{one}: {_sentence(guess.near[one], at)}" if one in guess.near else one for one in guess.unused]
    for title, items in ((doubts, guess.doubts), (not_used, unused)):
        if items:
            lines += ["", f"# {title}", *(f"#   {_one_line(item)}" for item in items)]
    return "\n".join([*lines, ""])


def _sentence(reason: Reason, at: int) -> str:
    facts = dict(reason.facts)
    example = facts.get("example")
    facts["such"] = f" ({example})" if example else ""
    says = packaged("calibration.company", "profile_text.yaml")["sentences"]
    return _one_line(says[reason.code][at].format(**facts))


def _one_line(text: str) -> str:
    return shown(" ".join(text.split()), 300)


def _yaml(value: Any) -> str:
    """A value in YAML's flow style; texts in double quotes, which JSON and YAML write alike."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_yaml(str(key))}: {_yaml(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
