# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one Piccolo app: every room's tables, one history of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from deliberation.announcements.tables import Announcement, Letter, MailPace
from deliberation.ballots.tables import Ballot, Finding, MinutesFile, RollCorrection, RollEntry, Tally
from deliberation.committees.tables import Committee, Membership
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase, Pot
from deliberation.installation.tables import (
    CityProfile,
    DataProtection,
    ParticipationRules,
    SetUpLink,
    SetUpStep,
)
from deliberation.moderation.tables import ContentReport, Decision
from deliberation.notices.tables import ContactChoice, Document, Follow, Notice, OfficePage
from deliberation.people.register.tables import (
    AllowedBasis,
    RegisterDraft,
    RegisterEntry,
    RegisterLoad,
    RegisterMatch,
    SelfDeclaration,
)
from deliberation.people.tables import (
    Account,
    AccountMerger,
    Attempt,
    Device,
    OneTimeLink,
    Person,
    ReservedName,
    RoleGrant,
    Session,
    Slowdown,
)
from deliberation.places.tables import (
    BaseLayer,
    HouseNumber,
    Municipality,
    Neighbourhood,
    PlaceLoad,
    PopulationCount,
    Street,
    StreetRange,
    ZoneOutline,
)
from deliberation.proposals.answers.tables import AnsweringOffice, OfficialAnswer
from deliberation.proposals.hearers.tables import Telling
from deliberation.proposals.tables import Amendment, AskedSupport, Comment, PastText, Proposal, Support
from deliberation.ratings.tables import PageRating
from deliberation.records.tables import Attachment, Enclosure, Job, JournalEntry
from deliberation.regulations.tables import RegulationVersion

TABLES = [
    JournalEntry,
    Job,
    Enclosure,
    Attachment,
    Municipality,
    RegulationVersion,
    Neighbourhood,
    PopulationCount,
    Street,
    StreetRange,
    BaseLayer,
    ZoneOutline,
    HouseNumber,
    PlaceLoad,
    Person,
    Account,
    AccountMerger,
    ReservedName,
    OneTimeLink,
    Session,
    Device,
    RoleGrant,
    Attempt,
    Slowdown,
    RegisterDraft,
    RegisterLoad,
    RegisterEntry,
    RegisterMatch,
    AllowedBasis,
    SelfDeclaration,
    OfficePage,
    Document,
    Notice,
    ContactChoice,
    Follow,
    CityProfile,
    DataProtection,
    ParticipationRules,
    SetUpStep,
    SetUpLink,
    Committee,
    Membership,
    Consultation,
    ConsultationNeighbourhood,
    Pot,
    Phase,
    Proposal,
    Support,
    AskedSupport,
    PastText,
    Amendment,
    Comment,
    Telling,
    AnsweringOffice,
    OfficialAnswer,
    ContentReport,
    Decision,
    RollEntry,
    RollCorrection,
    Ballot,
    Tally,
    Finding,
    MinutesFile,
    Announcement,
    Letter,
    MailPace,
    PageRating,
]

APP_CONFIG = AppConfig(
    app_name="deliberation",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=TABLES,
)
