// Texts of the page in both languages, and how numbers and dates are written.

const WORDS = {
  skip: ["Skip to content", "Aller au contenu"],
  search: ["Search models, columns, sources…", "Chercher modèles, colonnes, sources…"],
  menu: ["Contents", "Sommaire"],
  graph: ["Lineage", "Lignage"],
  otherLanguage: ["Français", "English"],
  toDark: ["Dark theme", "Thème sombre"],
  toLight: ["Light theme", "Thème clair"],
  project: ["Project", "Projet"],
  tables: ["Tables", "Tables"],
  overview: ["Overview", "Vue d'ensemble"],
  noResult: ["Nothing matches", "Rien ne correspond"],
  models: ["Models", "Modèles"],
  sources: ["Sources", "Sources"],
  seeds: ["Seeds", "Seeds"],
  snapshots: ["Snapshots", "Snapshots"],
  exposures: ["Exposures", "Expositions"],
  analyses: ["Analyses", "Analyses"],
  macros: ["Macros", "Macros"],
  tests: ["Tests", "Tests"],
  metrics: ["Metrics", "Métriques"],
  semantic_models: ["Semantic models", "Modèles sémantiques"],
  saved_queries: ["Saved queries", "Requêtes enregistrées"],
  unit_tests: ["Unit tests", "Tests unitaires"],
  semantic_model: ["semantic model", "modèle sémantique"],
  saved_query: ["saved query", "requête enregistrée"],
  unit_test: ["unit test", "test unitaire"],
  model: ["model", "modèle"],
  source: ["source", "source"],
  seed: ["seed", "seed"],
  snapshot: ["snapshot", "snapshot"],
  exposure: ["exposure", "exposition"],
  analysis: ["analysis", "analyse"],
  macro: ["macro", "macro"],
  test: ["test", "test"],
  metric: ["metric", "métrique"],
  operation: ["hook", "crochet"],
  column: ["column", "colonne"],
  description: ["Description", "Description"],
  noDescription: ["No description yet.", "Pas encore de description."],
  columns: ["Columns", "Colonnes"],
  name: ["Name", "Nom"],
  type: ["Type", "Type"],
  code: ["Code", "Code"],
  sourceCode: ["Source", "Source"],
  compiledCode: ["Compiled", "Compilé"],
  notCompiled: ["Not compiled. Run: cauri docs generate", "Pas encore compilé. Lancez : cauri docs generate"],
  copy: ["Copy", "Copier"],
  copied: ["Copied", "Copié"],
  dependsOn: ["Depends on", "Dépend de"],
  referencedBy: ["Referenced by", "Utilisé par"],
  nothing: ["Nothing", "Rien"],
  tableTests: ["Tests of the table", "Tests de la table"],
  rows: ["Rows", "Lignes"],
  bytes: ["Size", "Taille"],
  files: ["Files", "Fichiers"],
  modified: ["Last change", "Dernier changement"],
  relation: ["Relation", "Relation"],
  owner: ["Owner", "Responsable"],
  maturity: ["Maturity", "Maturité"],
  kind: ["Kind", "Genre"],
  path: ["File", "Fichier"],
  loader: ["Loaded by", "Chargé par"],
  freshness: ["Freshness", "Fraîcheur"],
  warnAfter: ["warn after", "alerte après"],
  errorAfter: ["error after", "erreur après"],
  lastRun: ["Last run", "Dernier passage"],
  notBuilt: ["Not built in the lakehouse", "Pas encore construit dans le lakehouse"],
  meta: ["Metadata", "Métadonnées"],
  lineage: ["Lineage", "Lignage"],
  openGraph: ["Open the graph", "Ouvrir le graphe"],
  columnLineage: ["Lineage of the column", "Lignage de la colonne"],
  comesFrom: ["Comes from", "Vient de"],
  usedBy: ["Used by", "Sert à"],
  constant: ["No column: a constant or a count", "Aucune colonne : une constante ou un compte"],
  upstream: ["Upstream", "Amont"],
  downstream: ["Downstream", "Aval"],
  more: ["one step more", "un pas de plus"],
  less: ["one step less", "un pas de moins"],
  fit: ["Fit", "Ajuster"],
  zoomIn: ["Zoom in", "Agrandir"],
  zoomOut: ["Zoom out", "Réduire"],
  wholeGraph: ["Whole graph", "Graphe entier"],
  allColumns: ["Tables only", "Tables seulement"],
  indirect: ["Filters and joins", "Filtres et jointures"],
  focus: ["Focus", "Centré sur"],
  graphLabel: ["Lineage graph; arrow keys move it, + and - zoom", "Graphe de lignage ; les flèches le déplacent, + et - le zooment"],
  empty: ["There is nothing to draw here.", "Il n'y a rien à dessiner ici."],
  failed: ["The artifacts could not be read", "Impossible de lire les artefacts"],
  howTo: ["Run this in the project, then open the address that it prints:", "Lancez ceci dans le projet, puis ouvrez l'adresse affichée :"],
  needsServer: ["Browsers do not let a page that is opened as a file read its neighbours.", "Les navigateurs ne laissent pas une page ouverte comme fichier lire ses voisins."],
  orStatic: ["Or make a single page that needs no server (target/static_index.html):", "Ou faites une seule page qui se passe de serveur (target/static_index.html) :"],
  notFound: ["There is no such page", "Cette page n'existe pas"],
  layers: ["Layers", "Couches"],
  generated: ["Written", "Écrit"],
  passed: ["passed", "réussis"],
  failedTests: ["failed", "échoués"],
  warned: ["warned", "en alerte"],
  identity: ["as it is", "telle quelle"],
  transformation: ["computed", "calculée"],
  aggregation: ["aggregated", "agrégée"],
  conditional: ["chooses", "choisit"],
  window: ["window", "fenêtre"],
  join: ["join", "jointure"],
  group_by: ["group", "groupe"],
  filter: ["filter", "filtre"],
  sort: ["sort", "tri"],
  unfollowed: ["The columns could not be followed", "Les colonnes n'ont pas pu être suivies"],
  expand: ["Show the lineage of", "Montrer le lignage de"],
  status: ["Status", "Statut"],
  severity: ["severity", "sévérité"],
};

const store = {
  get(key) { try { return localStorage.getItem(`cauri.${key}`); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`cauri.${key}`, value); } catch { /* a page without storage forgets */ } },
};

let language = store.get("language") || ((navigator.language || "en").toLowerCase().startsWith("fr") ? "fr" : "en");

/** The text of a key in the reader's language. */
function t(key) {
  const pair = WORDS[key];
  return pair ? pair[language === "fr" ? 1 : 0] : key;
}

function formatNumber(value) {
  return new Intl.NumberFormat(language).format(value);
}

function formatBytes(value) {
  const units = language === "fr" ? ["o", "Ko", "Mo", "Go", "To"] : ["B", "KB", "MB", "GB", "TB"];
  let at = 0;
  while (value >= 1000 && at < units.length - 1) { value /= 1000; at += 1; }
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: at ? 1 : 0 }).format(value)} ${units[at]}`;
}

function formatTime(text) {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return String(text);
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}
