# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who waits how long: the paces of what strangers may try, by account, by network and for everybody together.

An address that has no account waits exactly as one that has. `origin` is a network (`limits.network`), or '' where
everybody looks alike because a proxy hides them: that one is given the room of a whole city.
"""

from __future__ import annotations

from deliberation.people.access import limits
from deliberation.people.access.delays import Pace

HOUR, DAY = 3600, 86_400

# Five wrong passwords are free, then 5 s, 10 s, 20 s … a quarter of an hour; one is forgotten in about five hours.
SIGN_IN_ACCOUNT = Pace(free=5, first=5, longest=900, memory=DAY)
# A library or a carrier: a hundred wrong passwords an hour are free, then one every 2 s … 30 s.
SIGN_IN_NETWORK = Pace(free=100, first=2, longest=30, memory=HOUR)
# One subscriber may own a /48 of IPv6, that is 65,536 networks of the kind above.
SITE = Pace(free=300, first=2, longest=60, memory=HOUR)
SIGN_IN_EVERYBODY = Pace(free=3000, first=1, longest=1, memory=HOUR)
# The person's own mistakes, from a browser that is recognised or already signed in.
OWN_MISTAKES = Pace(free=10, first=5, longest=900, memory=DAY)
REGISTRATION_NETWORK = Pace(free=100, first=2, longest=60, memory=HOUR)
REGISTRATION_EVERYBODY = Pace(free=2000, first=1, longest=5, memory=HOUR)
BEHIND_A_PROXY = Pace(free=1000, first=1, longest=5, memory=HOUR)

WARNS_AT = SIGN_IN_ACCOUNT.free

# Mails to people who have no account here, an hour: to one address, from one network, from everybody.
UNASKED_TO_ONE, UNASKED_FROM_ONE, UNASKED_FROM_ALL = 2, 30, 600


def of_sign_in(address: str, origin: str, device: str) -> dict[str, Pace]:
    """Under which keys a try to sign in counts; a recognised browser's tries count under its own alone."""
    if device:
        return {limits.key_of("sign-in/device", device): OWN_MISTAKES}
    return {
        account_key(address): SIGN_IN_ACCOUNT,
        limits.key_of("sign-in/network", origin): SIGN_IN_NETWORK if origin else BEHIND_A_PROXY,
        **_of_site("sign-in/site", origin),
        "sign-in/everybody": SIGN_IN_EVERYBODY,
    }


def account_key(address: str) -> str:
    """The key of strangers' tries at one address."""
    return limits.key_of("sign-in/account", address)


def of_registration(origin: str) -> dict[str, Pace]:
    """Under which keys a registration counts."""
    return {
        limits.key_of("registration/network", origin): REGISTRATION_NETWORK if origin else BEHIND_A_PROXY,
        **_of_site("registration/site", origin),
        "registration/everybody": REGISTRATION_EVERYBODY,
    }


def _of_site(what: str, origin: str) -> dict[str, Pace]:
    around = limits.site(origin)
    return {limits.key_of(what, around): SITE} if around else {}


def of_password(holder: str) -> dict[str, Pace]:
    """Under which key a password counts that is asked of somebody who is in already (a session, a link)."""
    return {limits.key_of("password", holder): OWN_MISTAKES}
