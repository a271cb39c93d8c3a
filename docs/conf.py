"""Sphinx: pages in MyST, notebooks run when built, nothing fetched."""

import shutil
from pathlib import Path

import territorial

HERE = Path(__file__).parent

project = "territorial"
author = "territorial contributors"
copyright = "2026, territorial contributors"
version = release = territorial.__version__

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
exclude_patterns = ["_build", "**/.ipynb_checkpoints", "images/README.md"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# The notebooks stand beside the documentation; Sphinx reads what lies below its own folder.
_copy = HERE / "notebooks"
shutil.rmtree(_copy, ignore_errors=True)
_copy.mkdir()
for _notebook in sorted((HERE.parent / "notebooks").glob("*.ipynb")):
    shutil.copy(_notebook, _copy)

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300

autosummary_generate = True
autodoc_typehints = "none"  # the docstrings say it
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "pydata_sphinx_theme"
html_title = f"territorial {release}"
html_theme_options = {"show_prev_next": False, "secondary_sidebar_items": ["page-toc"]}
html_show_sourcelink = False


def _reference() -> str:
    """The page of all public names, out of the package's own list."""
    from importlib import import_module

    lines = ["# Reference", "", "Every public name, by the module that holds it.", ""]
    for module, names in territorial._NAMES.items():
        summary = (import_module(module).__doc__ or "").strip().splitlines()[0]
        lines += [f"## `{module}`", "", summary, "", "```{eval-rst}", ".. autosummary::"]
        lines += ["   :toctree:", "", *(f"   territorial.{name}" for name in names), "```", ""]
    return "\n".join(lines)


_api = HERE / "api"
shutil.rmtree(_api, ignore_errors=True)
_api.mkdir()
(_api / "index.md").write_text(_reference(), encoding="utf-8")
