from matplotlib.figure import Figure

from analysis.drawing import period_axis


def test_an_unfinished_period_is_shaded_and_said():
    ax = Figure().subplots()
    period_axis(ax, ["2023", "2024", "2025"], unfinished="2025")
    (shade,) = ax.patches
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == (2024.5, ax.get_xlim()[1])
    assert ax.get_xlabel() == "Year (shaded: 2025, not over)"
    ax = Figure().subplots()
    period_axis(ax, ["2023", "2024"], unfinished="2025")
    assert not ax.patches and ax.get_xlabel() == "Year"
