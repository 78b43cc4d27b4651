using Distill.Reports.Documents;
using Distill.Reports.Markup;
using Distill.Reports.Sections;
using Distill.Reports.Sections.Specialists;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Page;

/// <summary>Composes the page of a run from its parts.</summary>
internal static class ReportPage
{
    public static Html Render(RunDirectory run)
    {
        var manifest = run.ReadManifest();
        var (title, body) = File.Exists(run.DocumentPath) ? Written(Document.Read(run.DocumentPath))
            : File.Exists(run.AssignmentPath) ? OfSpecialists(run)
            : Undocumented(run, manifest);
        return Framed(title, Html.Join([body, Provenance.Render(manifest)]), Html.Of($"Made by Distill.NET {manifest.Versions.Distill} from {run.Name}."));
    }

    /// <summary>A document that is no run's as a page.</summary>
    public static Html Render(Document document) =>
        Framed(document.Headline, DocumentPage.Render(document), Html.Of($"Made by Distill.NET {RunVersions.Current().Distill}."));

    // The policy makes the browser refuse what the page must not contain: any request, any script.
    private static Html Framed(string title, Html body, Html footer) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
        <title>{title}</title>
        <style>
        {StyleSheet()}</style>
        </head>
        <body>
        <main>
        {body}</main>
        <footer>{footer}</footer>
        </body>
        </html>

        """);

    private static (string Title, Html Body) Written(Document document) => (document.Headline, DocumentPage.Render(document, ofRun: true));

    private static (string Title, Html Body) OfSpecialists(RunDirectory run)
    {
        var assignment = SpecialistAssignment.Read(run.AssignmentPath);
        var scores = File.Exists(run.CombinationPath) ? CombinationScores.Read(run.CombinationPath) : null;
        var members = run.Members();
        var trained = members.Count(member => member.ReadManifest().Status == RunStatus.Done);
        return (
            SpecialistsHero.Sentence(assignment, scores),
            Html.Join(
            [
                SpecialistsHero.Render(assignment, scores, trained),
                scores is null ? default : CombinationTables.Render(scores),
                SpecialistSets.Render(assignment),
                trained < members.Count ? MembersTable.Render(run, "Specialists that have been begun.") : default,
            ]));
    }

    private static (string Title, Html Body) Undocumented(RunDirectory run, RunManifest manifest) => (
        manifest.StatusText, Html.Join([RunHero.Render(manifest, run.Name), MembersTable.Render(run, "The run wrote no results yet.")]));

    private static Html StyleSheet()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return Html.Trusted(reader.ReadToEnd());
    }
}
