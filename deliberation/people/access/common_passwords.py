# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commonest passwords of ten characters and more; shorter ones are refused anyway. Compared in lower case."""

COMMON = frozenset({
    "1234567890", "0123456789", "0987654321", "9876543210", "12345678910", "123456789a", "a123456789", "123456789q",
    "q123456789", "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "qwertyuiop", "qwertyuiop123", "qwerty12345",
    "qwerty123456", "qwerty1234", "1qaz2wsx3edc", "zaq12wsxcde3", "qazwsxedcrfv", "asdfghjkl1", "asdfghjklò",
    "asdfghjkl123", "zxcvbnm123", "password12", "password123", "password1234", "password12345", "password123456",
    "passw0rd123", "p@ssw0rd123", "password00", "password01", "passwordpassword", "mypassword123", "changeme123",
    "welcome123", "welcome1234", "letmein123", "administrator", "admin12345", "admin123456", "administrator1",
    "iloveyou12", "iloveyou123", "iloveyou1234", "princess123", "sunshine123", "football123", "baseball123",
    "superman123", "michael123", "charlie123", "dragon12345", "monkey12345", "abc1234567", "abcd123456",
    "abcdef1234", "abcdefghij", "abcdefghijkl", "aaaaaaaaaa", "1111111111", "0000000000", "2222222222",
    "1212121212", "1231231231", "123123123123", "1122334455", "11223344556677", "112233445566", "5555555555",
    "6666666666", "7777777777", "8888888888", "9999999999", "ciaociao123", "ciaociaociao", "ciao123456",
    "ciao12345678", "amoremio123", "amoremio12", "amoreamore", "tiamotanto", "tiamoamore", "francesco1",
    "francesco123", "alessandro", "alessandro1", "alessandro123", "alessandra", "giuseppe123", "valentina1",
    "valentina123", "giovanni123", "antonella1", "antonella123", "federica123", "stefania123", "margherita",
    "juventus123", "juventus1897", "juventus12", "forzajuventus", "forzamilan", "forzainter", "forzanapoli",
    "forzaroma1", "forzabologna", "milan12345", "inter12345", "napoli1926", "napoli12345", "bologna123",
    "bologna1909", "bologna12345", "italia12345", "benvenuto123", "benvenuto1", "benvenuta1", "segreto123",
    "segretissimo", "passwordsicura", "miapassword", "lamiapassword", "password.123", "buongiorno", "buongiorno1",
    "buongiorno123", "arrivederci", "ferrari123", "valentino46", "quartiere123", "comune12345", "cambiami123",
    "cambiami12",
})  # fmt: skip
