using Distill.Reports.Images;
using Distill.Reports.Markup;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Sections.Specialists;

/// <summary>The classes of each specialist with images of them, and the confusions that brought them together (table 2 of the paper).</summary>
internal static class SpecialistSets
{
    private const int MostSets = 100, MostPictured = 12, MostNamed = 400, MostPairs = 8;

    // With many specialists one image a class; the page is one file.
    private const int SetsWithTwoImages = 12;

    public static Html Render(SpecialistAssignment assignment)
    {
        var each = assignment.Sets.Count > SetsWithTwoImages ? 1 : 2;
        var images = (assignment.Images ?? []).DistinctBy(shown => shown.Class).ToDictionary(shown => shown.Class);
        var sets = assignment.Sets.Take(MostSets).Select((set, specialist) => Set(assignment, set, specialist, images, each));
        return Section.Of(
            "sets",
            "The classes of each specialist",
            Html.Of(
                $"""
                Classes whose probabilities rise and fall together in the generalist’s answers at temperature {NumberText.Brief(assignment.CountTemperature)} are given to one specialist, those nearest to the
                centroid of its cluster first. Below them are the pairs of the largest covariance, with their correlation.{Choice(assignment)}{Agreement(assignment)}
                """),
            Html.Of($"""<div class="sets">{sets}</div>"""));
    }

    private static string Choice(SpecialistAssignment assignment) => assignment.TemperatureChoice is { } choice
        ? $" The temperature was chosen on {NumberText.Count(choice.Examples)} held-out examples, by how well the clusters of their halves agree: {choice.Agreements()} (adjusted Rand index)."
        : "";

    private static string Agreement(SpecialistAssignment assignment) => assignment.GroupAgreement is { } agreement
        ? $" The clusters agree with the groups that were given by {NumberText.Score(agreement)} (adjusted Rand index; 1: the same, 0: as by chance)."
        : "";

    private static Html Set(SpecialistAssignment assignment, AssignedSet set, int specialist, Dictionary<int, ClassImages> images, int each)
    {
        var names = assignment.Dataset.Classes;
        var pictured = set.Classes.Where(images.ContainsKey).Take(MostPictured).ToList();
        var rest = set.Classes.Except(pictured).ToList();
        var figures = pictured.Select(number => Html.Of(
            $"""
            <figure>{images[number].Images.Take(each).Select(image => Picture.Of(image, $"Image of class {names[number]}"))}<figcaption>{names[number]}</figcaption></figure>

            """));
        var others = string.Join(", ", rest.Take(MostNamed).Select(number => names[number])) + (rest.Count > MostNamed ? ", …" : "");
        var pairs = set.Confusions.Take(MostPairs).Select(pair => Html.Of(
            $"""<span class="pair">{names[pair.First]} – {names[pair.Second]} <small>{NumberText.Score(pair.Correlation)}</small></span> """));
        return Html.Of(
            $"""
            <article class="set card">
            <header><b>Specialist {specialist + 1}</b> <small>{set.Classes.Count} classes</small></header>
            {(pictured.Count == 0 ? default : Html.Of($"""<div class="pictures">{figures}</div>"""))}
            {(rest.Count == 0 ? default : Html.Of($"<p>{(pictured.Count == 0 ? "" : "and ")}{others}</p>"))}
            {(set.Confusions.Count == 0 ? default : Html.Of($"""<p class="pairs-of">{pairs}</p>"""))}
            </article>

            """);
    }
}
