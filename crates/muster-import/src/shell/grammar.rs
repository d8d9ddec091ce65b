//! The grammar of `cmd.exe`: from a text to commands.

/// Deepest nesting of blocks, `if` and `for`.
const MAX_DEPTH: usize = 32;

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A command without its redirections and carets.
    Simple(String),
    /// Commands one after the other.
    List(Vec<Node>),
    /// The second runs if the first succeeds.
    And(Box<Node>, Box<Node>),
    /// The second runs if the first fails.
    Or(Box<Node>, Box<Node>),
    /// Commands side by side, each with its text.
    Pipe(Vec<(Node, String)>),
    If {
        condition: Condition,
        then: Box<Node>,
        otherwise: Option<Box<Node>>,
    },
    For(For),
    /// A label or a remark.
    Nothing,
}

/// What `if` asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// Two texts that are compared, whether the case is ignored, whether the answer is turned around.
    Equal { left: String, right: String, fold: bool, not: bool },
    /// What only the machine knows, as it is written.
    Unknown(String),
}

/// A loop.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct For {
    /// `l`, `f`, `r`, `d`, or nothing.
    pub(super) kind: Option<char>,
    pub(super) variable: char,
    /// What stands in the parentheses.
    pub(super) set: String,
    pub(super) body: Box<Node>,
}

/// Reads a text.
pub(super) fn parse(text: &str) -> Result<Node, String> {
    let mut parser = Parser { chars: text.chars().collect(), at: 0 };
    let list = parser.list(0, false)?;
    match parser.peek() {
        None => Ok(Node::List(list)),
        Some(_) => Err("a `)` closes no block".to_owned()),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    fn skip(&mut self, blank: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&blank) {
            self.at += 1;
        }
    }

    fn blanks(&mut self) {
        self.skip(|c| matches!(c, ' ' | '\t' | ',' | ';' | '='));
    }

    /// Commands up to the end, or the `)` of the block.
    fn list(&mut self, depth: usize, block: bool) -> Result<Vec<Node>, String> {
        if depth > MAX_DEPTH {
            return Err("blocks are nested too deep".to_owned());
        }
        let mut all = Vec::new();
        loop {
            // The runner joins lines by `&`, so an empty command between two of them is no fault of the test's.
            self.skip(|c| c.is_whitespace() || c == '&');
            match self.peek() {
                None => break,
                Some(')') => break,
                Some(_) => all.push(self.either(depth, block)?),
            }
        }
        Ok(all)
    }

    /// Commands up to the end of the line: what `if` and `for` have below them.
    fn line(&mut self, depth: usize, block: bool) -> Result<Node, String> {
        let mut all = vec![self.either(depth, block)?];
        loop {
            self.skip(|c| matches!(c, ' ' | '\t'));
            if self.peek() != Some('&') {
                break;
            }
            self.skip(|c| matches!(c, ' ' | '\t' | '&'));
            if matches!(self.peek(), None | Some('\n')) || (block && self.peek() == Some(')')) {
                break;
            }
            all.push(self.either(depth, block)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Node::List(all) })
    }

    fn either(&mut self, depth: usize, block: bool) -> Result<Node, String> {
        let mut left = self.both(depth, block)?;
        while self.starts("||") {
            self.at += 2;
            left = Node::Or(Box::new(left), Box::new(self.both(depth, block)?));
        }
        Ok(left)
    }

    fn both(&mut self, depth: usize, block: bool) -> Result<Node, String> {
        let mut left = self.pipe(depth, block)?;
        while self.starts("&&") {
            self.at += 2;
            left = Node::And(Box::new(left), Box::new(self.pipe(depth, block)?));
        }
        Ok(left)
    }

    fn pipe(&mut self, depth: usize, block: bool) -> Result<Node, String> {
        let mut sides = Vec::new();
        loop {
            self.skip(|c| matches!(c, ' ' | '\t'));
            let start = self.at;
            let node = self.command(depth + 1, block)?;
            sides.push((node, self.chars[start..self.at].iter().collect::<String>()));
            if self.peek() != Some('|') || self.starts("||") {
                break;
            }
            self.at += 1;
        }
        Ok(if sides.len() == 1 { sides.remove(0).0 } else { Node::Pipe(sides) })
    }

    fn command(&mut self, depth: usize, block: bool) -> Result<Node, String> {
        if depth > MAX_DEPTH {
            return Err("blocks are nested too deep".to_owned());
        }
        self.skip(|c| matches!(c, ' ' | '\t' | ',' | ';' | '=' | '@'));
        if self.peek() == Some('(') {
            self.at += 1;
            let list = self.list(depth + 1, true)?;
            if self.peek() != Some(')') {
                return Err("a block has no `)`".to_owned());
            }
            self.at += 1;
            self.redirections(block)?;
            return Ok(Node::List(list));
        }
        if matches!(self.peek(), None | Some('&' | '|')) {
            return Err("a command is missing beside `&` or `|`".to_owned());
        }
        if self.peek() == Some(':') {
            self.skip(|c| c != '\n');
            return Ok(Node::Nothing);
        }
        let start = self.at;
        let word: String = self.bare().to_lowercase();
        match word.as_str() {
            "rem" => {
                self.skip(|c| c != '\n');
                Ok(Node::Nothing)
            }
            "if" => self.condition(depth, block),
            "for" => self.repeat(depth, block),
            _ => {
                self.at = start;
                self.simple(block).map(Node::Simple)
            }
        }
    }

    /// Letters up to anything else.
    fn bare(&mut self) -> String {
        let start = self.at;
        self.skip(|c| c.is_ascii_alphabetic());
        let ends = self.peek().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '/' | ',' | ';' | '='));
        if ends { self.chars[start..self.at].iter().collect() } else { String::new() }
    }

    /// A word, with the quotes around it.
    fn word(&mut self, stops: &[char]) -> String {
        self.blanks();
        let mut word = String::new();
        let mut quoted = false;
        while let Some(c) = self.peek() {
            if c == '\n' || (!quoted && (matches!(c, ' ' | '\t' | '&' | '|' | '<' | '>') || stops.contains(&c))) {
                break;
            }
            self.at += 1;
            if c == '"' {
                quoted = !quoted;
            } else if c == '^' && !quoted {
                let Some(next) = self.peek() else { break };
                self.at += 1;
                word.push(next);
                continue;
            }
            word.push(c);
        }
        word
    }

    fn condition(&mut self, depth: usize, block: bool) -> Result<Node, String> {
        let (mut fold, mut not) = (false, false);
        let start = self.at;
        let condition = loop {
            let word = self.word(&['=']);
            match word.to_lowercase().as_str() {
                "" => return Err("`if` asks nothing".to_owned()),
                "/i" => fold = true,
                "not" => not = true,
                "exist" | "defined" | "errorlevel" | "cmdextversion" => {
                    self.word(&[]);
                    let text: String = self.chars[start..self.at].iter().collect();
                    break Condition::Unknown(text.trim().to_owned());
                }
                _ => {
                    self.skip(|c| matches!(c, ' ' | '\t'));
                    if self.starts("==") {
                        let right = self.word(&['(']);
                        break Condition::Equal { left: word, right, fold, not };
                    }
                    let operator = self.word(&[]).to_lowercase();
                    if !["equ", "neq", "lss", "leq", "gtr", "geq"].contains(&operator.as_str()) {
                        return Err(format!("`if` compares by `{operator}`, which is no operator"));
                    }
                    let right = self.word(&['(']);
                    if matches!(operator.as_str(), "equ" | "neq") {
                        break Condition::Equal { left: word, right, fold, not: not != (operator == "neq") };
                    }
                    let text: String = self.chars[start..self.at].iter().collect();
                    break Condition::Unknown(text.trim().to_owned());
                }
            }
        };
        self.skip(|c| matches!(c, ' ' | '\t'));
        let blocked = self.peek() == Some('(');
        let then = if blocked { self.command(depth + 1, block)? } else { self.line(depth + 1, block)? };
        let back = self.at;
        self.skip(char::is_whitespace);
        let mut otherwise = None;
        if blocked && self.bare().eq_ignore_ascii_case("else") {
            self.skip(|c| matches!(c, ' ' | '\t'));
            otherwise = Some(Box::new(self.line(depth + 1, block)?));
        } else {
            self.at = back;
        }
        Ok(Node::If { condition, then: Box::new(then), otherwise })
    }

    fn repeat(&mut self, depth: usize, block: bool) -> Result<Node, String> {
        let mut kind = None;
        let variable = loop {
            self.blanks();
            if self.peek() == Some('"') {
                // Options of `/f`.
                self.word(&[]);
                continue;
            }
            let word = self.word(&['(']);
            if let Some(letter) = word.strip_prefix('/') {
                kind = letter.chars().next().map(|c| c.to_ascii_lowercase());
            } else if let Some(name) = word.strip_prefix('%') {
                let mut letters = name.trim_start_matches('%').chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) => break letter,
                    _ => return Err("`for` names no variable of one letter".to_owned()),
                }
            } else if kind == Some('r') && !word.is_empty() {
                // The folder where it begins.
            } else {
                return Err("`for` names no variable".to_owned());
            }
        };
        if !self.word(&['(']).eq_ignore_ascii_case("in") {
            return Err("`for` has no `in`".to_owned());
        }
        self.blanks();
        if self.peek() != Some('(') {
            return Err("`for` has no `(` behind `in`".to_owned());
        }
        self.at += 1;
        let set = self.enclosed()?;
        if !self.word(&['(']).eq_ignore_ascii_case("do") {
            return Err("`for` has no `do`".to_owned());
        }
        let body = Box::new(self.line(depth + 1, block)?);
        Ok(Node::For(For { kind, variable, set, body }))
    }

    /// The text up to the `)`, which is gone then.
    fn enclosed(&mut self) -> Result<String, String> {
        let mut text = String::new();
        let (mut quoted, mut open) = (None, 0);
        while let Some(c) = self.peek() {
            self.at += 1;
            match (quoted, c) {
                (None, '"' | '\'' | '`') => quoted = Some(c),
                (Some(q), _) if q == c => quoted = None,
                (None, '^') => {
                    text.extend(self.peek());
                    self.at += 1;
                    continue;
                }
                (None, '(') => open += 1,
                (None, ')') if open == 0 => return Ok(text),
                (None, ')') => open -= 1,
                _ => {}
            }
            text.push(c);
        }
        Err("`in (` has no `)`".to_owned())
    }

    /// `>`, `>>` or `<` and what stands behind it.
    fn redirection(&mut self, block: bool) -> Result<(), String> {
        self.skip(|c| matches!(c, '<' | '>'));
        if self.peek() == Some('&') {
            self.at += 1;
            self.skip(|c| c.is_ascii_digit());
        } else if self.word(if block { &[')'] } else { &[] }).is_empty() {
            return Err("a redirection names no file".to_owned());
        }
        Ok(())
    }

    /// The redirections behind a block.
    fn redirections(&mut self, block: bool) -> Result<(), String> {
        loop {
            self.skip(|c| matches!(c, ' ' | '\t'));
            let handle = self.peek().is_some_and(|c| c.is_ascii_digit());
            let sign = self.chars.get(self.at + usize::from(handle));
            if !sign.is_some_and(|c| matches!(c, '<' | '>')) {
                return Ok(());
            }
            self.at += usize::from(handle);
            self.redirection(block)?;
        }
    }

    /// A command up to what ends it, without carets and redirections.
    fn simple(&mut self, block: bool) -> Result<String, String> {
        let mut text = String::new();
        let mut quoted = false;
        while let Some(c) = self.peek() {
            match c {
                '\n' => break,
                '"' => quoted = !quoted,
                _ if quoted => {}
                '&' | '|' => break,
                ')' if block => break,
                '^' => {
                    self.at += 1;
                    // At the end of a line the caret joins the next one.
                    if self.peek() == Some('\n') {
                        self.at += 1;
                    }
                    text.extend(self.peek());
                    self.at += 1;
                    continue;
                }
                '<' | '>' => {
                    let handle = text.ends_with(|c: char| c.is_ascii_digit());
                    let alone = text.chars().rev().nth(1).is_none_or(char::is_whitespace);
                    if handle && alone {
                        text.pop();
                    }
                    self.redirection(block)?;
                    continue;
                }
                _ => {}
            }
            text.push(c);
            self.at += 1;
        }
        Ok(text.trim_start().to_owned())
    }
}
