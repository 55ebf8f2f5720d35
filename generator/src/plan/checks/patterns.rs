//! The regular expressions of documents, which are ECMA-262's, for the engine of the runtime.
//!
//! The engine takes time in proportion to the text and knows no look-around, so an expression is
//! either translated or refused with the reason. What is translated never refuses a text that
//! ECMA-262 accepts.

use regex_lite::Regex;

/// All that `\s` means in ECMA-262, as items of a class.
const SPACES: &str = r"\t\n\x0B\x0C\r\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// The expression as the engine takes it; or why it cannot.
pub(super) fn translated(pattern: &str) -> Result<String, String> {
    let mut translation = Translation {
        rest: pattern.chars().peekable(),
        out: String::new(),
    };
    translation.run()?;
    let out = translation.out;
    // The runtime compiles it with the same crate, and so the same limits.
    match Regex::new(&out) {
        Ok(_) => Ok(out),
        Err(error) => Err(error.to_string()),
    }
}

struct Translation<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    out: String,
}

impl Translation<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '{' => self.brace()?,
                '}' | ']' => self.literal(c),
                c => self.out.push(c),
            }
        }
        Ok(())
    }

    fn class(&mut self) -> Result<(), String> {
        self.out.push('[');
        let negated = self.rest.next_if_eq(&'^').is_some();
        if negated {
            self.out.push('^');
        }
        if self.rest.peek() == Some(&']') {
            return Err("a class is empty".to_owned());
        }
        while let Some(c) = self.rest.next() {
            match c {
                ']' => {
                    self.out.push(']');
                    return Ok(());
                }
                // The engine's `\S` is wider than ECMA-262's, and its opposite narrower.
                '\\' if negated && self.rest.peek() == Some(&'S') => {
                    return Err("a class excludes `\\S`".to_owned());
                }
                '\\' => self.escape(true)?,
                // These begin operations on sets for other engines.
                '[' | '&' | '~' => self.literal(c),
                c => self.out.push(c),
            }
        }
        Err("a class does not end".to_owned())
    }

    /// A brace that begins no quantifier is itself.
    fn brace(&mut self) -> Result<(), String> {
        let ahead: String = self.rest.clone().take_while(|c| *c != '}').collect();
        let ends = self.rest.clone().any(|c| c == '}');
        let (least, most) = ahead.split_once(',').unwrap_or((&ahead, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !ends || !digits(least) || !digits(most) {
            self.literal('{');
            return Ok(());
        }
        if least.is_empty() {
            return Err("it is not plain what is meant by `{,`".to_owned());
        }
        self.out.push('{');
        self.out.push_str(&ahead);
        self.out.push('}');
        let skipped = ahead.chars().count() + 1;
        self.rest.by_ref().take(skipped).for_each(drop);
        Ok(())
    }

    fn escape(&mut self, in_class: bool) -> Result<(), String> {
        let Some(c) = self.rest.next() else {
            return Err("it ends in a backslash".to_owned());
        };
        match c {
            's' if in_class => self.out.push_str(SPACES),
            's' => {
                self.out.push('[');
                self.out.push_str(SPACES);
                self.out.push(']');
            }
            'd' | 'D' | 'w' | 'W' | 'S' | 'n' | 'r' | 't' | 'f' | 'v' => {
                self.out.push('\\');
                self.out.push(c);
            }
            'b' if in_class => self.code(8),
            'b' | 'B' if !in_class => {
                self.out.push('\\');
                self.out.push(c);
            }
            'x' => {
                let code = self.hexadecimal(2)?;
                self.code(code);
            }
            'u' if self.rest.peek() == Some(&'{') => {
                let digits: String = self
                    .rest
                    .by_ref()
                    .skip(1)
                    .take_while(|c| *c != '}')
                    .collect();
                let code = u32::from_str_radix(&digits, 16).map_err(|_| unknown('u'))?;
                self.code(code);
            }
            'u' => {
                let code = self.hexadecimal(4)?;
                if (0xD800..0xE000).contains(&code) {
                    return Err("it is about halves of surrogate pairs".to_owned());
                }
                self.code(code);
            }
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => self.code(0),
            // Not ECMA-262's, and plain all the same: many documents come from other languages.
            'A' | 'z' if !in_class => {
                self.out.push('\\');
                self.out.push(c);
            }
            'p' | 'P' => return Err("the engine has no classes of Unicode".to_owned()),
            '1'..='9' | 'k' => return Err("the engine has no references back".to_owned()),
            c if c.is_ascii_alphanumeric() => return Err(unknown(c)),
            c => self.literal(c),
        }
        Ok(())
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u32, String> {
        let text: String = self.rest.by_ref().take(digits).collect();
        let is_whole = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(&text, 16).ok().filter(|_| is_whole);
        code.ok_or_else(|| "an escape has too few hexadecimal digits".to_owned())
    }

    fn code(&mut self, code: u32) {
        self.out.push_str(&format!("\\x{{{code:X}}}"));
    }

    fn literal(&mut self, c: char) {
        if c.is_ascii_punctuation() {
            self.out.push('\\');
        }
        self.out.push(c);
    }
}

fn unknown(letter: char) -> String {
    format!("`\\{letter}` is no escape of ECMA-262")
}

#[cfg(test)]
mod tests {
    use super::translated;
    use regex_lite::Regex;

    #[track_caller]
    fn matches(pattern: &str, yes: &[&str], no: &[&str]) {
        let regex = translated(pattern).ok().and_then(|p| Regex::new(&p).ok());
        let all = |texts: &[&str], wanted: bool| {
            let mut texts = texts.iter();
            texts.all(|text| regex.as_ref().is_some_and(|r| r.is_match(text) == wanted))
        };
        assert!(all(yes, true), "{pattern} accepts {yes:?}");
        assert!(all(no, false), "{pattern} refuses {no:?}");
    }

    #[test]
    fn plain_expressions_stay_as_they_are() {
        for pattern in [
            "^[a-z0-9_-]{3,16}$",
            r"^\d{4}-\d{2}(?:-\d{2})?$",
            r"\w+\.(com|org)",
            "^.{1,64}$",
        ] {
            assert_eq!(translated(pattern).as_deref(), Ok(pattern));
        }
    }

    #[test]
    fn what_ecma_262_means_is_meant() {
        matches(r"^\/a\-b\@\#$", &["/a-b@#"], &["/a"]);
        matches(r"^[\s\S]$", &["\n", "\u{A0}", "x"], &["", "xy"]);
        matches(r"^\s+$", &[" \u{A0}\u{FEFF}"], &["x"]);
        matches(r"^[\w ]+[\s]$", &["ab c\u{2003}"], &["abc"]);
        matches("^[[a]+$", &["[a"], &["]", "b"]);
        matches("^[a&&b~~]+$", &["a&b~"], &["c"]);
        matches("^{a}]$", &["{a}]"], &["a"]);
        matches("^a{2}b{1,}c{1,2}$", &["aabbc"], &["abc"]);
        matches(r"^[\u00e4\x41\u{1F600}\0\b]+$", &["äA😀\0\u{8}"], &["a"]);
        matches(r"^[\]\\^-]+$", &[r"]\^-"], &["a"]);
        matches(r"^[^\]]$", &["a"], &["]"]);
        matches(r"\AX\z", &["X"], &["XX"]);
        matches("^(?<year>[0-9]{4})$", &["2026"], &["26"]);
        matches("ä|ö", &["xöx"], &["o"]);
    }

    #[test]
    fn what_the_engine_cannot_do_is_refused_with_the_reason() {
        for (pattern, reason) in [
            ("^(?!aws:).+$", "look-around is not supported"),
            (r"^\p{L}+$", "the engine has no classes of Unicode"),
            (r"(a)\1", "the engine has no references back"),
            (r"^\Qa\E$", "`\\Q` is no escape of ECMA-262"),
            ("[]a]", "a class is empty"),
            (r"[^\S]", r"a class excludes `\S`"),
            ("[a", "a class does not end"),
            ("a{,5}", "it is not plain what is meant by `{,`"),
            (r"[\uD800-\uDFFF]", "it is about halves of surrogate pairs"),
            (r"\x4", "an escape has too few hexadecimal digits"),
            ("a\\", "it ends in a backslash"),
            ("^.{1,2097152}$", "compiled regex exceeded size limit"),
        ] {
            assert_eq!(translated(pattern), Err(reason.to_owned()), "{pattern}");
        }
    }
}
