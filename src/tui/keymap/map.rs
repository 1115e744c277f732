//! Aliases in force: which action a key is, where the keys are.

use std::collections::BTreeMap;

use super::{Act, Context, Key};

/// A line of a keymap, without the place where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Where.
    pub context: Context,
    /// Which key.
    pub key: Key,
    /// What it is.
    pub act: Act,
}

/// Aliases by context and key. The main keys of SCREENS §2 are not in here: they belong to the actions themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    keys: BTreeMap<(Context, Key), Act>,
}

impl Keymap {
    /// The action a key is an alias of.
    pub fn act(&self, context: Context, key: Key) -> Option<Act> {
        self.keys.get(&(context, key)).copied()
    }

    /// The aliases of an action.
    pub fn aliases(&self, context: Context, act: Act) -> impl Iterator<Item = Key> {
        let all = self.keys.iter();
        all.filter(move |((at, _), bound)| *at == context && **bound == act).map(|((_, key), _)| *key)
    }

    /// All of them, by context and key.
    pub fn bindings(&self) -> impl Iterator<Item = Bound> {
        self.keys.iter().map(|((context, key), act)| Bound { context: *context, key: *key, act: *act })
    }

    /// Lays another map over this one: an action it names has its keys and no others there, and a key it names is taken
    /// from whatever had it.
    pub fn lay_over(&mut self, named: &[(Context, Act)], bound: &[Bound]) {
        self.keys.retain(|(context, _), act| !named.contains(&(*context, *act)));
        for Bound { context, key, act } in bound {
            self.keys.insert((*context, *key), *act);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(context: Context, key: char, act: Act) -> Bound {
        Bound { context, key: Key::Char(key), act }
    }

    #[test]
    fn a_map_over_another_replaces_an_actions_keys_and_takes_keys_away() {
        let mut map = Keymap::default();
        map.lay_over(&[], &[bound(Context::List, 'j', Act::Down), bound(Context::List, 'n', Act::NextUnfinished)]);
        map.lay_over(&[(Context::List, Act::Down)], &[bound(Context::List, 'n', Act::Down)]);
        assert_eq!(map.act(Context::List, Key::Char('j')), None);
        assert_eq!(map.act(Context::List, Key::Char('n')), Some(Act::Down));
        assert_eq!(map.aliases(Context::List, Act::NextUnfinished).count(), 0);
        assert_eq!(map.act(Context::Desk, Key::Char('n')), None);
    }
}
