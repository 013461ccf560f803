"""What ``clio --help`` and its like teach, by example."""

CLIO = """Clio keeps an archive of news events and tells people about them.

Ask on the terminal:

  clio ask on this day
  clio ask event about Konna
  clio chat

Try it in the browser, without Discord:

  clio demo

Serve Discord:

  CLIO_TOKEN=… clio run

Settings come from the environment or a file .env:

  CLIO_PAGES      folders of pages, apart as in PATH; else those Clio brings
  CLIO_HOME       where the index, the history and the digests' database are kept
  CLIO_DATABASE_URL
                  keep the digests in PostgreSQL: postgresql+asyncpg://user:password@host/name
  CLIO_LANGUAGE   answer in this language; else in the question's
  CLIO_LOG_LEVEL  debug, info, warning or error
  CLIO_TOKEN      the bot's token, for clio run

  CLIO_WATCH            1: clio run takes in pages as they change
  CLIO_MODERATOR_ROLES  ids of roles that may keep the archive
  CLIO_HOME_GUILD       id of the only server that may reload it
"""
ASK = """Answer one question, asked in plain words.

Examples:

  clio ask on this day
  clio ask event about Konna
  clio ask what happened in Mali in 2013
  clio ask "anything about the Costa Concordia?"
  clio ask related to news/2013/01/18/….md
  clio ask --today 2014-01-18 on this day
  clio ask --json random

Exit codes: 0 answered, 1 nothing found, 2 not understood, 3 the archive cannot be used.
"""
CHAT = """Talk with Clio: ask, and go on from the answer.

Examples of what to type:

  event about Konna
  related
  the second one
  when was that?
  sources
  and in 2014?
  help
  quit

Tab completes names, the arrow keys bring back what was typed before, Ctrl-D leaves.
With --json each line of standard input is a question and each line of standard output its answer, a JSON object:

  echo "event about Konna" | clio chat --json
"""
ARCHIVE = """Build, check and look at the archive.

Examples:

  clio archive build
  clio archive check
  clio archive status

The pages are the .md files of the folders in CLIO_PAGES.
"""
BUILD = """Bring the index up to date with the pages: what was added, changed or removed is read.

Examples:

  clio archive build
  clio archive build --from-nothing
  CLIO_PAGES=/srv/pages clio archive build

A first question does this by itself; a running bot takes the new index at /archive reload.
"""
CHECK = """Read every page and print what is wrong with it: path:line: reason (without a line for the whole page).

Examples:

  clio archive check
  CLIO_PAGES=/srv/pages clio archive check | grep bad-source

Exit codes: 0 every page is told, 1 pages are refused.
"""
STATUS = """Say what the archive holds, where its index is and when it was built.

Examples:

  clio archive status
  clio archive status --json

Exit codes: 0 there is an index, 1 there is none yet.
"""
DEMO = """Try Clio in the browser: a local Discord with a guild, people and Clio in it.

No account, no token, no network.

Examples:

  clio demo
  clio demo --no-browser --port 9000
  clio demo --save newsroom.json
  CLIO_PAGES=/srv/pages clio demo
  clio demo --script tour.txt --pictures pictures

It prints the page's address; only this machine can open it. Everything said there is forgotten at the end,
unless a file keeps it: what is said and set up, digests included, and the clock. One demo uses a file at a time.
A script plays a conversation in Chromium and writes pictures of it, a step a line:

  be moderator
  open history
  /event about: konna
  picture card
"""
PREVIEW = """Show what a digest of a date holds, exactly as it would be posted.

Examples:

  clio digest preview
  clio digest preview --date 2026-07-20
  clio digest preview --about "space, science" --size 3
  clio digest preview --without "war, disasters" --language zh

Exit codes: 0 there is a digest, 1 nothing fits, 2 an option that cannot be, 3 the archive cannot be used.
"""
RUN = """Serve Discord with the token in CLIO_TOKEN until stopped.

Examples:

  CLIO_TOKEN=… clio run
  CLIO_LOG_LEVEL=debug clio run

Ctrl-C stops it. Without a token clio chat answers the same questions here.
"""
DIGEST = """Look at the daily digests: what one holds, what is due, and what became of what was.

Examples:

  clio digest preview
  clio digest due
  clio digest ledger --guild 123

The schedules are made in Discord, with /digest add.
"""
DUE = """Say what comes next of each schedule that runs, the soonest first, in UTC.

Examples:

  clio digest due
  clio digest due --guild 123 --json

Exit codes: 0 said, 1 there is no database yet, 3 it cannot be opened.
"""
LEDGER = """Say what became of what was due, the latest first: sent, failed, missed, or empty (nothing to say).

Examples:

  clio digest ledger
  clio digest ledger --schedule 7 --most 100
  clio digest ledger --guild 123 --json

Exit codes: 0 said, 1 there is no database yet, 3 it cannot be opened.
"""
GUILD = """Export or delete what is kept about a guild: settings, schedules, and the ledger.

Examples:

  clio guild export 123 > 123.json
  clio guild delete 123
"""
EXPORT = """Write all that is kept about a guild to standard output, as one JSON object.

Examples:

  clio guild export 123 > 123.json

Exit codes: 0 written, 1 nothing is kept about it.
"""
DELETE = """Forget a guild at once: its settings, schedules and ledger. It cannot be undone.

Examples:

  clio guild delete 123
  clio guild delete --yes 123

Exit codes: 0 forgotten, 1 nothing was kept about it.
"""
DOCTOR = """Say of every schedule whether its digests come, and why one did not.

Examples:

  clio doctor
  clio doctor --guild 123

Exit codes: 0 all is well, 1 something is not.
"""
INVITE = """Print the link that installs Clio in a server, with the permissions it needs and no other.

Examples:

  clio invite
  clio invite --application-id 1234567890123456789

The application's id is read from CLIO_TOKEN. The permissions are:

  View Channels             to hear a mention, to find a digest's channel
  Send Messages             to answer; to post in channels and forums
  Send Messages in Threads  to answer where it was asked
  Read Message History      to reply to a message; to see what was posted

Not needed: Embed Links, since cards are no embeds; Attach Files, since the only file replies to a command;
Manage Messages, or any other.
"""
