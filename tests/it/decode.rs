//! Bytes to text.

use coopsec::text::decode::{damage, decode, is_binary};

#[test]
fn explore() {
    let dir = crate::shared::shared("data/encodings").unwrap();
    let mut stack = vec![dir];
    while let Some(d) = stack.pop() {
        for e in std::fs::read_dir(d).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() {
                stack.push(p);
                continue;
            }
            let b = std::fs::read(&p).unwrap();
            let d = decode(&b, None);
            println!("{} {} {:?} {:?} {:?}", p.display(), d.encoding, d.warnings, damage(&d.text), is_binary(&b));
            println!("   {:?}", d.text.chars().filter(|c| !c.is_ascii()).take(60).collect::<String>());
        }
    }
}
