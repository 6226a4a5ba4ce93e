{#- dbt's materializations in Jinja. cauri builds these itself, in one commit each; the text here is run
    where a project replaces one of the macros that it calls, or calls it from one of its own. -#}

{% materialization view, default %}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}
  {%- if existing is not none and existing.is_table -%}
    {%- do handle_existing_table(should_full_refresh(), existing) -%}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ get_create_view_as_sql(target_relation, sql) }}
  {%- endcall -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, true)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {%- do adapter.commit() -%}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='spark' %}
  {{ return(materialization_view_default()) }}
{% endmaterialization %}

{% materialization table, default %}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}
  {%- if existing is not none and existing.is_view -%}
    {%- do adapter.drop_relation(existing) -%}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ get_create_table_as_sql(false, target_relation, sql) }}
  {%- endcall -%}
  {%- do create_indexes(target_relation) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, true)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {%- do adapter.commit() -%}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization table, adapter='spark' %}
  {{ return(materialization_table_default()) }}
{% endmaterialization %}

{% materialization table, adapter='duckdb' %}
  {{ return(materialization_table_default()) }}
{% endmaterialization %}

{% materialization incremental, default %}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set temp_relation = make_temp_relation(target_relation) -%}
  {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- set strategy = config.get('incremental_strategy') or 'default' -%}
  {%- set strategy_macro = adapter.get_incremental_strategy_macro(context, strategy) -%}
  {%- set rebuilds = should_full_refresh() or (existing is not none and existing.is_view) -%}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}
  {%- if existing is none or rebuilds -%}
    {%- if existing is not none and existing.is_view -%}
      {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- set build_sql = get_create_table_as_sql(false, target_relation, sql) -%}
  {%- else -%}
    {%- do drop_relation_if_exists(load_cached_relation(temp_relation)) -%}
    {%- do run_query(get_create_table_as_sql(true, temp_relation, sql)) -%}
    {%- do adapter.expand_target_column_types(from_relation=temp_relation, to_relation=target_relation) -%}
    {%- set dest_columns = process_schema_changes(on_schema_change, temp_relation, existing) -%}
    {%- if not dest_columns -%}
      {%- set dest_columns = adapter.get_columns_in_relation(existing) -%}
    {%- endif -%}
    {%- set predicates = config.get('predicates', none) or config.get('incremental_predicates', none) -%}
    {%- set build_sql = strategy_macro({
      'target_relation': target_relation,
      'temp_relation': temp_relation,
      'unique_key': config.get('unique_key'),
      'dest_columns': dest_columns,
      'incremental_predicates': [predicates] if predicates is string else predicates,
    }) -%}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ build_sql }}
  {%- endcall -%}
  {%- do drop_relation_if_exists(load_cached_relation(temp_relation)) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, rebuilds)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {%- do adapter.commit() -%}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization incremental, adapter='spark' %}
  {{ return(materialization_incremental_default()) }}
{% endmaterialization %}

{% materialization incremental, adapter='duckdb' %}
  {{ return(materialization_incremental_default()) }}
{% endmaterialization %}

{#- Run where the project has a materialization of its own for tests that calls this one, as elementary's. -#}
{% materialization test, default %}
  {%- set relations = [] -%}
  {%- set main_sql = sql -%}
  {%- if should_store_failures() -%}
    {%- set kind = config.get('store_failures_as') or 'table' -%}
    {%- set target_relation = this.incorporate(type=kind) -%}
    {%- set existing = load_cached_relation(target_relation) -%}
    {%- if existing is not none and existing.type != kind -%}
      {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- do adapter.create_schema(target_relation) -%}
    {%- call statement('failures') -%}
      {{ get_create_sql(target_relation, sql) }}
    {%- endcall -%}
    {%- do relations.append(target_relation) -%}
    {%- set main_sql = 'select * from ' ~ target_relation -%}
  {%- endif -%}
  {%- call statement('main', fetch_result=true) -%}
    {{ get_test_sql(main_sql, config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), config.get('limit')) }}
  {%- endcall -%}
  {{ return({'relations': relations}) }}
{% endmaterialization %}
