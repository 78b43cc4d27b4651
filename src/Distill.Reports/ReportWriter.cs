using Distill.Reports.Page;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Reports;

/// <summary>
/// Makes report.html from the folder of a run alone. The page holds its style and images itself, runs no script,
/// asks no server for anything, follows the reader's light or dark theme, and fits a phone. What a comparison, a sweep or an
/// experiment found is taken from document.json; for runs of earlier versions <c>distill report</c> makes that first.
/// </summary>
public static class ReportWriter
{
    /// <summary>Writes report.html into the run's folder, replacing an older one, and returns its path.</summary>
    /// <exception cref="DistillException">The folder is no run, a file in it is damaged, or the page cannot be written.</exception>
    public static string Write(string runDirectory)
    {
        var run = RunDirectory.Open(runDirectory);
        var page = ReportPage.Render(run).ToString();
        AtomicFile.WriteText(run.ReportPath, page);
        return run.ReportPath;
    }

    /// <summary>Writes a document that is no run's as a page, replacing what is there, and returns its path.</summary>
    /// <exception cref="DistillException">The page cannot be written.</exception>
    internal static string Write(Document document, string path)
    {
        AtomicFile.WriteText(path, ReportPage.Render(document).ToString());
        return Path.GetFullPath(path);
    }
}
