//! Zones are sorted and disjoint, and together with the counted parts they divide up the text.

#![no_main]

use coopsec::press::{Given, Press, ZoneKind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (text, choice) = input::split(data);
    let lang = input::lang(choice);
    let plain = Given { text: &text, lang, ..Given::default() };
    check(&text, &read(&plain));
    let first = text.lines().next().unwrap_or_default();
    let given = Given {
        date: Some(first),
        title: (choice & 0x40 != 0).then_some(first),
        source: (choice & 0x80 != 0).then_some(first),
        url: Some(first),
        filename: Some(first),
        front_matter: true,
        title_lines: usize::from(choice % 4),
        date_line: Some((0, first.len())),
        ..plain
    };
    check(&text, &read(&given));
});

fn check(text: &str, press: &Press) {
    let mut at = 0;
    for zone in &press.zones {
        assert!(at <= zone.start && zone.start < zone.end && zone.end <= text.len(), "{:?}", press.zones);
        assert!(text.is_char_boundary(zone.start) && text.is_char_boundary(zone.end), "{:?}", press.zones);
        at = zone.end;
    }
    let fields = press.zones.iter().filter(|zone| zone.kind != ZoneKind::Title).map(|zone| zone.start..zone.end);
    let mut pieces: Vec<_> = fields.chain(press.counted.iter().cloned()).collect();
    pieces.sort_by_key(|piece| piece.start);
    let mut at = 0;
    for piece in pieces {
        assert!(at <= piece.start, "pieces overlap at {at}");
        let gap = text.get(at..piece.start).expect("a gap at character boundaries");
        assert!(gap.trim().is_empty(), "{gap:?} is in no zone and not counted");
        at = piece.end;
    }
    assert!(text.get(at..).expect("a gap at character boundaries").trim().is_empty());
    if let Some(found) = &press.date {
        assert!(found.reading.start <= found.reading.end, "{found:?}");
        assert!((1..=9999).contains(&found.reading.start.year()), "{found:?}");
    }
}
