{# True when the setting CAURI_VAR_UEMOA_DATA points at a folder of publications (EDEN exports, bulletins,
   WEO, WDI). Without it the project runs on the sample in data/. #}
{% macro avec_publications() -%}
    {{ return(env_var('CAURI_VAR_UEMOA_DATA', '') != '') }}
{%- endmacro %}
