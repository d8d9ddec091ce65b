//! What the grammar of each operator makes of its text.
