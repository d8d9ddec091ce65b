//! Pages: text, queries, and what they give.

use std::fmt::Write as _;
use std::path::Path;

use crate::answer::{Answer, answer, catalog, cell, line};

/// A page in parts.
#[derive(Debug)]
pub(crate) struct Page {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    /// A line that is neither a query nor what it gives.
    Text(String),
    /// The lines of a query.
    Query(String),
}

impl Page {
    /// Reads a page. What stands directly behind a query is what it is said to give and is left out.
    pub(crate) fn read(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if line != "```kql" {
                parts.push(Part::Text(line.to_owned()));
                continue;
            }
            let query: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            parts.push(Part::Query(query.join("\n")));
            while lines.next_if(|line| line.is_empty()).is_some() {}
            while lines.next_if(|line| line.starts_with('|')).is_some() {}
            if lines.next_if(|line| *line == "```diagnostics").is_some() {
                for line in lines.by_ref() {
                    if line == "```" {
                        break;
                    }
                }
            }
        }
        Self { parts }
    }

    /// How many queries there are.
    pub(crate) fn queries(&self) -> usize {
        self.parts.iter().filter(|part| matches!(part, Part::Query(_))).count()
    }

    /// The page with what its queries give.
    pub(crate) fn answered(&self) -> String {
        let catalog = catalog();
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(line) => writeln!(text, "{line}"),
                Part::Query(query) => {
                    writeln!(text, "```kql\n{query}\n```\n\n{}", shown(&answer(query, &catalog)))
                }
            }
            .expect("a string grows");
        }
        text
    }
}

fn shown(answer: &Answer) -> String {
    let block = |lines: Vec<String>| format!("```diagnostics\n{}\n```", lines.join("\n"));
    match answer {
        Answer::Refused(diagnostics) => block(diagnostics.iter().map(line).collect()),
        Answer::Failed(message) => block(vec![format!("failed: {message}")]),
        Answer::Rows { columns, rows, remarks } => {
            let row = |cells: Vec<String>| {
                format!("|{}|\n", cells.iter().map(|c| format!(" {c} ")).collect::<Vec<_>>().join("|"))
            };
            let mut table = row(columns.iter().map(|c| format!("{}:{}", c.name, c.ty)).collect());
            table += "|";
            table += &"---|".repeat(columns.len());
            table += "\n";
            for values in rows {
                table += &row(values.iter().map(cell).collect());
            }
            if !remarks.is_empty() {
                table += &block(remarks.iter().map(line).collect());
            }
            table.trim_end().to_owned()
        }
    }
}

/// The lines in which two forms of a page differ.
pub(crate) fn difference(path: &Path, said: &str, given: &str) -> String {
    let (said, given): (Vec<&str>, Vec<&str>) = (said.lines().collect(), given.lines().collect());
    let mut text = format!("{}\n", path.display());
    let (mut i, mut j) = (0, 0);
    while i < said.len() || j < given.len() {
        if i < said.len() && j < given.len() && said[i] == given[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        // The next line that both have, nearest first.
        let meet = (0..said.len() - i + given.len() - j).find_map(|distance| {
            (0..=distance).find_map(|a| {
                let b = distance - a;
                let same = said.get(i + a).zip(given.get(j + b)).is_some_and(|(x, y)| x == y);
                same.then_some((a, b))
            })
        });
        let (a, b) = meet.unwrap_or((said.len() - i, given.len() - j));
        let _ = writeln!(text, "  line {}", i + 1);
        for line in &said[i..i + a] {
            let _ = writeln!(text, "  - {line}");
        }
        for line in &given[j..j + b] {
            let _ = writeln!(text, "  + {line}");
        }
        (i, j) = (i + a, j + b);
    }
    text
}
