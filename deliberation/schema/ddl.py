# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Piccolo's columns cannot say: unique pairs, indexes, and triggers that keep the journal append-only.

As it should be today. Migrations hold copies, so a change here is a new migration too: a test compares.
"""

INDEXES = (
    "CREATE UNIQUE INDEX one_job_a_key ON job (key)",
    "CREATE INDEX jobs_to_do ON job (state, run_at)",
    'CREATE UNIQUE INDEX one_row_a_window ON attempt (key, "window")',
    "CREATE UNIQUE INDEX one_support_a_person ON support (proposal, account)",
    "CREATE UNIQUE INDEX one_question_a_supporter ON asked_support (proposal, account)",
    "CREATE UNIQUE INDEX one_text_a_number ON past_text (proposal, number)",
    "CREATE UNIQUE INDEX one_amendment_a_form ON amendment (author, token)",
    "CREATE INDEX amendments_of_a_proposal ON amendment (proposal, state)",
    "CREATE UNIQUE INDEX one_comment_a_form ON comment (author, token)",
    "CREATE UNIQUE INDEX one_report_a_person ON content_report (target_kind, target, reporter)",
    "CREATE UNIQUE INDEX one_entry_a_person ON roll_entry (consultation, account)",
    "CREATE UNIQUE INDEX one_entry_an_id ON roll_entry (consultation, anonymous_id)",
    "CREATE UNIQUE INDEX one_neighbourhood_once ON consultation_neighbourhood (consultation, neighbourhood)",
    "CREATE UNIQUE INDEX one_phase_a_position ON phase (consultation, position)",
    "CREATE UNIQUE INDEX one_tally_a_rule ON tally (consultation, coalesce(pot, 0), rule, parameters)",
    "CREATE UNIQUE INDEX one_street_a_code ON street (municipality, code)",
    "CREATE INDEX proposals_of_a_consultation ON proposal (consultation, state)",
    "CREATE INDEX proposals_of_an_author ON proposal (author)",
    "CREATE INDEX comments_of_a_proposal ON comment (proposal, created_at, hidden_at, author, stance)",
    "CREATE INDEX supports_of_a_proposal ON support (proposal, created_at)",
    "CREATE INDEX accounts_of_a_place ON account (neighbourhood, verified_at) "
    "WHERE deleted_at IS NULL AND disabled_at IS NULL AND email_confirmed_at IS NOT NULL",
    "CREATE INDEX ballots_of_a_consultation ON ballot (consultation, neighbourhood)",
    "CREATE INDEX numbers_of_a_street ON street_range (street)",
    "CREATE INDEX notices_of_an_account ON notice (account, created_at)",
    "CREATE INDEX grants_of_an_account ON role_grant (account)",
    "CREATE UNIQUE INDEX one_grant_at_a_time ON role_grant (account, role, coalesce(neighbourhood, 0)) "
    "WHERE revoked_at IS NULL",
    "CREATE INDEX links_of_an_account ON one_time_link (account)",
    "CREATE INDEX sessions_of_an_account ON session (account)",
    "CREATE INDEX decisions_of_a_target ON decision (target_kind, target)",
    "CREATE INDEX reports_to_decide ON content_report (decided_at, neighbourhood)",
    "CREATE INDEX population_of_a_place ON population_count (neighbourhood)",
    "CREATE INDEX devices_of_an_account ON device (account)",
    "CREATE UNIQUE INDEX one_ballot_an_id ON ballot (public_id) WHERE public_id <> ''",
    "CREATE UNIQUE INDEX one_official_count ON tally (consultation, coalesce(pot, 0)) WHERE is_official",
    "CREATE UNIQUE INDEX one_finding_a_count ON finding (tally)",
    "CREATE UNIQUE INDEX one_minutes_a_language ON minutes_file (consultation, digest, locale)",
    "CREATE UNIQUE INDEX one_pot_a_place ON pot (consultation, coalesce(neighbourhood, 0))",
    "CREATE UNIQUE INDEX one_pot_a_key ON pot (consultation, key)",
    "CREATE UNIQUE INDEX one_ballot_an_entry ON ballot (roll_entry, of_city)",
    "CREATE INDEX suspended_rights ON roll_entry (consultation) WHERE suspended_at IS NOT NULL",
    "CREATE INDEX entries_of_an_account ON roll_entry (account)",
    "CREATE INDEX names_kept_for_an_account ON reserved_name (account)",
    "CREATE INDEX corrections_of_an_entry ON roll_correction (roll_entry)",
    "CREATE UNIQUE INDEX one_door_a_number ON house_number (street, number, suffix)",
    "CREATE INDEX doors_of_a_place ON house_number (neighbourhood)",
    "CREATE INDEX doors_by_point ON house_number (lat, lon)",
    "CREATE INDEX doors_to_settle ON house_number (also) WHERE also IS NOT NULL",
    "CREATE UNIQUE INDEX one_person_a_code ON person (code_mac)",
    "CREATE UNIQUE INDEX one_account_a_person ON account (person)",
    "CREATE UNIQUE INDEX one_bearer_a_name ON account (public_name) WHERE public_name <> ''",
    "CREATE UNIQUE INDEX one_merger_at_a_time ON account_merger (dropped) WHERE undone_at IS NULL",
    "CREATE INDEX people_by_name ON person (search_name)",
    "CREATE INDEX mergers_of_an_account ON account_merger (kept)",
    "CREATE UNIQUE INDEX one_announcement_an_event ON announcement (consultation, event)",
    "CREATE UNIQUE INDEX one_letter_a_person ON letter (announcement, account)",
    "CREATE INDEX ratings_of_a_page ON page_rating (page)",
    "CREATE INDEX ratings_with_a_text ON page_rating (id) WHERE text <> ''",
    "CREATE INDEX letters_to_send ON letter (run_at, id)",
    "CREATE INDEX letters_of_an_account ON letter (account)",
    "CREATE UNIQUE INDEX one_entry_a_code ON register_entry (code_mac) WHERE ended_by IS NULL",
    "CREATE INDEX ended_entries ON register_entry (ended_by) WHERE ended_by IS NOT NULL",
    "CREATE UNIQUE INDEX one_open_tie ON self_declaration (account, state) WHERE state IN ('waiting', 'approved')",
    "CREATE INDEX enclosures_of_a_subject ON enclosure (subject_kind, subject, state, kind, position)",
    "CREATE INDEX enclosures_of_an_uploader ON enclosure (uploader) WHERE uploader <> ''",
    "CREATE UNIQUE INDEX one_content_a_width ON attachment (enclosure, width) WHERE enclosure IS NOT NULL",
    "CREATE UNIQUE INDEX one_follow_a_subject ON follow (account, subject_kind, subject)",
    "CREATE INDEX follows_of_a_subject ON follow (subject_kind, subject)",
    "CREATE UNIQUE INDEX one_answer_a_number ON official_answer (year, number)",
    "CREATE INDEX answers_by_state ON official_answer (state, due_at)",
    "CREATE INDEX declarations_by_state ON self_declaration (state, until)",
)

SQLITE_TRIGGERS = (
    "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)

POSTGRES_TRIGGERS = (
    "CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_refuses()",
    "CREATE TRIGGER journal_is_not_truncated BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()",
)
