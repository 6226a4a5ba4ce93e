//! Labels that carry their place in an outline by leading spaces and dots.

use super::declaration::LabelPart;

/// The labels above the current one, from the outermost inwards.
#[derive(Debug, Default)]
pub(super) struct Outline {
    above: Vec<(usize, String)>,
}

/// A label without its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) text: String,
    /// How many labels it stands under.
    pub(super) depth: usize,
    /// The nearest label with a smaller indent.
    pub(super) parent: Option<String>,
}

impl Outline {
    /// Adds the next label of the block. One that is indented further than the label before it
    /// stands under that label.
    pub(super) fn add(&mut self, printed: &str) -> Label {
        let indent = printed.chars().take_while(|letter| letter.is_whitespace()).count();
        let text = clean(printed);
        while self.above.last().is_some_and(|(above, _)| *above >= indent) {
            self.above.pop();
        }
        let label = Label {
            text: text.clone(),
            depth: self.above.len(),
            parent: self.above.last().map(|(_, text)| text.clone()),
        };
        self.above.push((indent, text));
        label
    }
}

impl Label {
    pub(super) fn part(&self, part: LabelPart) -> Option<String> {
        match part {
            LabelPart::Text => Some(self.text.clone()),
            LabelPart::Depth => Some(self.depth.to_string()),
            LabelPart::Parent => self.parent.clone(),
        }
    }
}

/// Without leading spaces and dots; runs of spaces are one.
fn clean(printed: &str) -> String {
    let bare = printed.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '.');
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_stands_under_what_it_is_a_share_of() {
        let mut outline = Outline::default();
        outline.add("Recettes totales et dons (R1)");
        outline.add("          . Recettes totales hors dons (R2)");
        outline.add("                  . Recettes fiscales");
        let share = outline.add("                              (en % du PIB)");
        assert_eq!(share.parent.as_deref(), Some("Recettes fiscales"));
        assert_eq!(share.depth, 3);
        let next = outline.add("Depenses  totales");
        assert_eq!((next.text.as_str(), next.depth, next.parent), ("Depenses totales", 0, None));
    }
}
