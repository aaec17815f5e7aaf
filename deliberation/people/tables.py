# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the people room stores."""

from piccolo.columns import BigInt, Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.actor import Role
from deliberation.places.tables import Neighbourhood, Street


class Person(Table):
    """Somebody whom the office or the register has seen. Only the desk reads the names; an account refers to it."""

    id: Serial
    name = Varchar(length=120, default="", help_text="empty for people of one word")
    surname = Varchar(length=120)
    search_name = Varchar(length=250, help_text="both without accents and order: finds namesakes")
    birth_date = Date()
    code_mac = Varchar(length=64, null=True, default=None, help_text="of the fiscal code, by a key outside: keys.py")
    code_key = Varchar(length=16, default="", help_text="the name of that key")
    document = Varchar(length=30, help_text="the kind that was seen, never its number")
    seen_by = Varchar(length=40, help_text="public id of an account, 'cli' or 'system' (the register)")
    seen_at = Timestamptz()
    reason = Varchar(length=200, default="", help_text="why the office went on where something did not fit")
    citizenship = Varchar(length=10, default="", help_text="a Citizenship; '' unless the regulation needs it")
    resident_since = Date(null=True, default=None, help_text="in the comune; null unless the regulation needs it")
    citizenship_by_register = Boolean(default=False, help_text="from the register of entitled people, not the desk")
    since_by_register = Boolean(default=False, help_text="from the register of entitled people, not the desk")


class Account(Table):
    """A person who signed up. What others see of them is a pseudonym."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    email = Varchar(length=254, unique=True, help_text="lower case; 'deleted:<public_id>' after deletion")
    password_hash = Text(default="", help_text="argon2id; empty: no password sign-in")
    pseudonym = Varchar(length=60, help_text="what is shown: the chosen name, or 'Residente di San Ruffillo · k7'")
    locale = Varchar(length=5, default="it")
    is_demo = Boolean(default=False, help_text="may sign in from loopback only")
    created_at = Timestamptz()
    email_confirmed_at = Timestamptz(null=True, default=None)
    birth_date = Date(null=True, default=None, help_text="declared; checked at the desk")
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    street = ForeignKey(references=Street, on_delete=OnDelete.set_null, null=True, default=None)
    civic_number = Integer(null=True, default=None)
    civic_suffix = Varchar(length=10, default="")
    declared_at = Timestamptz(null=True, default=None)
    verified_at = Timestamptz(null=True, default=None)
    disabled_at = Timestamptz(null=True, default=None)
    deleted_at = Timestamptz(null=True, default=None)
    person = ForeignKey(references=Person, on_delete=OnDelete.set_null, null=True, default=None)
    public_name = Varchar(length=40, default="", help_text="as 'Gelso Quieto' or 'Maria R.'; unique; empty: by place")
    name_kind = Varchar(length=10, default="place", help_text="a NameKind: place, words or person")
    shows_place = Boolean(default=False, help_text="the neighbourhood stands beside the chosen name")
    renamed_at = Timestamptz(null=True, default=None, help_text="when a name was last chosen")


class ReservedName(Table):
    """A name that an account has left: for a year only the same account may bear it again."""

    name = Varchar(length=60, unique=True)
    account = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    is_own = Boolean(default=False, help_text="first name and initial: forgotten with the account")
    until = Timestamptz(help_text="when it is free again")


class AccountMerger(Table):
    """Two accounts of one person were made one."""

    public_id = Varchar(length=20, unique=True)
    kept = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    dropped = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    merged_by = Varchar(length=40, help_text="public id of an account, or 'cli'")
    merged_at = Timestamptz()
    undone_by = Varchar(length=40, default="")
    undone_at = Timestamptz(null=True, default=None)
    memory = Text(default="{}", help_text="JSON: what undoing needs; emptied after a month")


class OneTimeLink(Table):
    """A link sent by mail, good once."""

    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    purpose = Varchar(length=20, help_text="confirm, recover or move (to another address)")
    token_hash = Varchar(length=64, unique=True, help_text="SHA-256 of the token; the token is in the mail only")
    next_path = Varchar(length=400, default="", help_text="where the person was going; relative")
    email = Varchar(length=254, default="", help_text="move: the new address")
    password_hash = Text(default="", help_text="no longer written: passwords are chosen after the link")
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class Session(Table):
    """A signed-in browser."""

    public_id = Varchar(length=20, unique=True, help_text="names the session in the person's own list")
    token_hash = Varchar(length=64, unique=True, help_text="SHA-256 of the cookie's random id")
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    created_at = Timestamptz()
    seen_at = Timestamptz(help_text="written at most once in ten minutes")
    expires_at = Timestamptz()
    browser = Varchar(length=120, default="", help_text="as 'Firefox su Android'")
    is_stale = Boolean(default=False, help_text="what it may do has changed: it gets a new id with the next page")


class Device(Table):
    """A browser in which an account has signed in before: strangers' wrong passwords do not slow it down."""

    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    token_hash = Varchar(length=64, unique=True, help_text="SHA-256 of the random part of the cookie")
    created_at = Timestamptz(help_text="the sign-in or change of password that gave it")
    expires_at = Timestamptz()


class RoleGrant(Table):
    """A role given to an account, for one neighbourhood or (null) for the whole city. Revoked, never deleted."""

    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    role = Varchar(length=20, help_text=", ".join(Role))
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    granted_by = Varchar(length=40, help_text="public id of an account, or 'cli'")
    granted_at = Timestamptz()
    revoked_by = Varchar(length=40, default="")
    revoked_at = Timestamptz(null=True, default=None)


class Attempt(Table):
    """How often somebody tried something in a window of time (rate limits)."""

    key = Varchar(length=160, help_text="what, and a keyed hash of who, as 'support:2c26b46b68ffc68f'")
    window = BigInt(help_text="first second of the window")
    tries = Integer(default=0)


class Slowdown(Table):
    """How often something went wrong lately, and from when on it may be tried again (growing delays)."""

    key = Varchar(length=160, unique=True, help_text="what, and a keyed hash of who, as 'sign-in/account:2c26b46b'")
    failures = Integer(default=0)
    counted_at = Timestamptz(help_text="up to when old failures have been forgotten")
    free_at = Timestamptz(help_text="before this instant the next try has to wait")
