# The verbs of muster. Each is a plain cargo line, so nothing needs `just` but the shorthand.

set shell := ["bash", "-euo", "pipefail", "-c"]

muster := "cargo run --release --quiet -p muster-cli --"

# List the verbs
default:
    @just --list

# Test every rule pack of this repository on its scenarios
test-rules *ARGS:
    {{muster}} test {{ARGS}}

# Write the telemetry of a scenario: just generate scenarios/pdq/attack/x.yaml --format csv
generate *ARGS:
    {{muster}} generate {{ARGS}}

# Load and bind every rule, suppression and scenario; run nothing
check *ARGS:
    {{muster}} check {{ARGS}}

# Show what `test-rules` left pending
golden-diff *ARGS:
    {{muster}} golden diff {{ARGS}}

# Accept what `test-rules` left pending
golden-accept *ARGS:
    {{muster}} golden accept {{ARGS}}

# All tests of the workspace
test:
    cargo test --release --workspace

# Random queries, answered by the engine and by a slow reference, for a minute: just differential 600 for ten
differential SECONDS="60":
    MUSTER_DIFFERENTIAL_SECONDS={{SECONDS}} cargo test --release -p muster-engine --test differential

# How much of a corpus of real rules parses, binds and runs
corpus:
    cargo run --release --quiet -p xtask -- corpus

# How many queries with answers from Microsoft are answered
conformance:
    cargo build --release --quiet -p muster-cli
    cargo run --release --quiet -p xtask -- conformance

# Measure, in one run, on this machine
bench *ARGS:
    cargo build --release --quiet -p muster-cli
    cargo run --release --quiet -p xtask -- bench {{ARGS}}

# Regenerate indexes and manuals
gen:
    cargo run --release --quiet -p xtask -- gen

# Exactly what CI runs
ci:
    bash .ci/run
