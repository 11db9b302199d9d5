//! JSON (RFC 8259) as far as pages state something in it: text and where it stands. Numbers and literals are passed over.

/// A value whose text can be asked for.
#[derive(Debug, PartialEq)]
pub(super) enum Value {
    Object(Vec<(String, Value)>),
    Array(Vec<Value>),
    Text(String),
    /// A number, `true`, `false`, `null`.
    Other,
}

/// Deeper values are taken for malformed: the reader calls itself.
const DEEPEST: usize = 64;

impl Value {
    /// `None` where the text is not one JSON value.
    pub(super) fn parse(json: &str) -> Option<Self> {
        let mut reader = Reader { rest: json.trim_start_matches('\u{FEFF}') };
        let value = reader.value(DEEPEST)?;
        reader.next_sign();
        reader.rest.is_empty().then_some(value)
    }

    /// The first value of a key of an object.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let Self::Object(pairs) = self else { return None };
        pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The values of an array, or the value alone: JSON-LD lets one stand for an array of one.
    pub(super) fn items(&self) -> Vec<&Value> {
        if let Self::Array(values) = self { values.iter().collect() } else { vec![self] }
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// The next sign after white space, not taken.
    fn next_sign(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.rest.chars().next()
    }

    /// Takes the sign where it is next.
    fn takes(&mut self, sign: char) -> bool {
        let found = self.next_sign() == Some(sign);
        if found {
            self.rest = &self.rest[sign.len_utf8()..];
        }
        found
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let deeper = depth.checked_sub(1)?;
        match self.next_sign()? {
            '{' => self.sequence(['{', '}'], |reader| reader.pair(deeper)).map(Value::Object),
            '[' => self.sequence(['[', ']'], |reader| reader.value(deeper)).map(Value::Array),
            '"' => self.text().map(Value::Text),
            _ => self.literal(),
        }
    }

    /// What stands between two brackets, separated by commas.
    fn sequence<T>(&mut self, [open, close]: [char; 2], item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        if !self.takes(open) {
            return None;
        }
        if self.takes(close) {
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            if self.takes(close) {
                return Some(items);
            }
            if !self.takes(',') {
                return None;
            }
        }
    }

    fn pair(&mut self, depth: usize) -> Option<(String, Value)> {
        let key = self.text()?;
        if self.takes(':') { Some((key, self.value(depth)?)) } else { None }
    }

    /// A string; line ends in it, which JSON forbids, are common in pages and harmless.
    fn text(&mut self) -> Option<String> {
        if !self.takes('"') {
            return None;
        }
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\'])?;
            let (plain, rest) = self.rest.split_at(end);
            text.push_str(plain);
            self.rest = &rest[1..];
            if rest.starts_with('"') {
                return Some(text);
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let sign = self.rest.chars().next()?;
        self.rest = &self.rest[sign.len_utf8()..];
        match sign {
            '"' | '\\' | '/' => Some(sign),
            'b' => Some('\u{8}'),
            'f' => Some('\u{C}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => self.code_unit(),
            _ => None,
        }
    }

    /// Half of a surrogate pair becomes a replacement character: no date has one.
    fn code_unit(&mut self) -> Option<char> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        let unit = digits.chars().try_fold(0, |unit, digit| Some(unit * 16 + digit.to_digit(16)?))?;
        self.rest = rest;
        Some(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn literal(&mut self) -> Option<Value> {
        let of_literal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let end = self.rest.find(|c| !of_literal(c)).unwrap_or(self.rest.len());
        self.rest = &self.rest[end..];
        (end > 0).then_some(Value::Other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_read() {
        let value = Value::parse(r#" {"a" : [1, -2.5e3, true, null, "x\/y\u00e9\n"], "b":{}, "a":"later"} "#);
        let value = value.expect("a value");
        let items = value.get("a").expect("the first a").items();
        assert_eq!(items[4].text(), Some("x/yé\n"));
        assert_eq!((items.len(), value.get("b")), (5, Some(&Value::Object(Vec::new()))));
    }

    #[test]
    fn what_is_no_value_is_none() {
        for json in
            ["", "{", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "\"", "\"\\", "\"\\u12", "\"\\x\"", "1 2", ";"]
        {
            assert_eq!(Value::parse(json), None, "{json}");
        }
        for deep in ["[", "{\"a\":"] {
            assert_eq!(Value::parse(&deep.repeat(100_000)), None);
        }
    }

    proptest! {
        #[test]
        fn anything_is_survived(json in "[\\[\\]{}\",:\\\\u0-9a-zé \n]{0,60}") {
            Value::parse(&json);
        }
    }
}
