# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each neighbourhood's voters and projects received, worked out by hand."""

from voting import Option, Profile
from voting.evidence.properties import zones


def test_each_group_has_its_share_of_the_voters_and_of_the_money() -> None:
    projects = [Option("a", cost=3, zone="Nord"), Option("b", cost=1, zone="Sud")]
    profile = Profile.from_approvals([["a"], ["a"], ["b"], []], projects, groups=["Nord", "Nord", "Sud", "Est"])
    north = {"voters": 2, "voter_share": "0.5", "spending_share": "0.75", "gap": "0.25"}
    south = {"voters": 1, "voter_share": "0.25", "spending_share": "0.25", "gap": "0"}
    assert zones(profile, ["a", "b"]) == {
        "Est": {"voters": 1, "voter_share": "0.25", "spending_share": "0", "gap": "-0.25"},
        "Nord": north,
        "Sud": south,
    }
    assert zones(profile, [])["Nord"] == {"voters": 2, "voter_share": "0.5", "spending_share": "0", "gap": "-0.5"}


def test_voters_without_groups_have_no_shares() -> None:
    assert zones(Profile.from_approvals([["a"]], [Option("a", cost=3)]), ["a"]) == {}
