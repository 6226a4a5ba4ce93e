//! The page of a project's documentation: one text, which asks nothing of anyone but its own folder.
//!
//! Its parts are in `console/`: the HTML, the style, and scripts that are put together in order. The
//! page reads manifest.json, catalog.json and lineage.json beside it, or finds them inside itself
//! when it was made by [`static_html`].

const HTML: &str = include_str!("../console/index.html");
const STYLE: &str = include_str!("../console/style.css");

/// The scripts, in the order in which they are put into the page.
const SCRIPTS: [&str; 10] = [
    include_str!("../console/words.js"),
    include_str!("../console/dom.js"),
    include_str!("../console/markdown.js"),
    include_str!("../console/sql.js"),
    include_str!("../console/model.js"),
    include_str!("../console/layout.js"),
    include_str!("../console/graph.js"),
    include_str!("../console/sidebar.js"),
    include_str!("../console/node.js"),
    include_str!("../console/app.js"),
];

/// The page, which reads the artifacts beside it.
pub fn html() -> String {
    with_artifacts("")
}

/// The page with the artifacts in it, by file name: it needs no server. Each text is JSON.
pub fn static_html(artifacts: &[(&str, &str)]) -> String {
    let inside = artifacts.iter().map(|(name, json)| {
        // The only thing that could end the element early; inside of JSON text the two mean the same.
        let json = json.replace("</", "<\\/").replace("<!--", "<\\u0021--");
        format!("<script type=\"application/json\" data-artifact=\"{name}\">{json}</script>\n")
    });
    with_artifacts(&inside.collect::<String>())
}

fn with_artifacts(artifacts: &str) -> String {
    let script = SCRIPTS.join("\n");
    let script = format!("(() => {{\n\"use strict\";\n{script}\n}})();");
    let parts = [("/*STYLE*/", STYLE), ("<!--ARTIFACTS-->", artifacts), ("/*SCRIPT*/", script.as_str())];
    let (mut page, mut rest) = (String::new(), HTML);
    // Marks are looked for in the HTML only, never in what was put in.
    for (mark, part) in parts {
        let Some((before, after)) = rest.split_once(mark) else { continue };
        page.push_str(before);
        page.push_str(part);
        rest = after;
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_asks_nothing_of_anyone() {
        let page = html();
        let allowed = "http://www.w3.org/2000/svg";
        let rest = page.replace(allowed, "");
        assert!(!rest.contains("src=\"http") && !rest.contains("@import") && !rest.contains("url(http"));
        assert!(page.contains("default-src 'none'"));
        assert!(!page.contains("/*SCRIPT*/") && !page.contains("/*STYLE*/") && !page.contains("<!--ARTIFACTS-->"));
    }

    #[test]
    fn artifacts_cannot_end_their_element() {
        let page = static_html(&[("manifest.json", "{\"a\": \"</script><!-- x\"}")]);
        assert!(page.contains("{\"a\": \"<\\/script><\\u0021-- x\"}"));
    }
}
