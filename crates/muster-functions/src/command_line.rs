//! Windows command lines, taken apart as `CommandLineToArgvW` does it.

/// The arguments of a command line, the program first.
pub(crate) fn arguments(line: &str) -> Vec<String> {
    let mut rest = line.chars().peekable();
    let mut list = Vec::new();
    if line.is_empty() {
        return list;
    }
    // The program ends at the next quote or blank; a backslash is nothing special in it.
    let mut program = String::new();
    if rest.next_if_eq(&'"').is_some() {
        program.extend(std::iter::from_fn(|| rest.next_if(|c| *c != '"')));
        rest.next();
    } else {
        program.extend(std::iter::from_fn(|| rest.next_if(|c| !is_blank(*c))));
    }
    list.push(program);
    while rest.next_if(|c| is_blank(*c)).is_some() {}

    let mut argument = String::new();
    let (mut quotes, mut backslashes) = (0, 0);
    let mut is_open = rest.peek().is_some();
    while let Some(c) = rest.next() {
        if is_blank(c) && quotes == 0 {
            list.push(std::mem::take(&mut argument));
            backslashes = 0;
            while rest.next_if(|c| is_blank(*c)).is_some() {}
            is_open = rest.peek().is_some();
        } else if c == '\\' {
            argument.push(c);
            backslashes += 1;
        } else if c == '"' {
            // Of backslashes before a quote every second goes; an odd one makes the quote a letter.
            argument.truncate(argument.len() - backslashes / 2);
            if backslashes % 2 == 0 {
                quotes += 1;
            } else {
                argument.pop();
                argument.push('"');
            }
            backslashes = 0;
            // Of quotes in a row every third is a letter.
            while rest.next_if_eq(&'"').is_some() {
                quotes += 1;
                if quotes == 3 {
                    argument.push('"');
                    quotes = 0;
                }
            }
            if quotes == 2 {
                quotes = 0;
            }
        } else {
            argument.push(c);
            backslashes = 0;
        }
    }
    if is_open {
        list.push(argument);
    }
    list
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", &[])]
    #[case("echo \"hello world!\"", &["echo", "hello world!"])]
    #[case("\"C:\\Program Files\\a.exe\"  -x", &["C:\\Program Files\\a.exe", "-x"])]
    #[case("a.exe \"b\\\\\" c", &["a.exe", "b\\", "c"])]
    #[case("a.exe \\\"b\\\" c\\d", &["a.exe", "\"b\"", "c\\d"])]
    #[case("a.exe \"\" b", &["a.exe", "", "b"])]
    #[case("a.exe \"\"\"b c\"\"\"", &["a.exe", "\"b", "c\""])]
    #[case("a.exe b ", &["a.exe", "b"])]
    #[case("\"a b", &["a b"])]
    fn a_line_is_taken_apart(#[case] line: &str, #[case] expected: &[&str]) {
        assert_eq!(arguments(line), expected);
    }
}
