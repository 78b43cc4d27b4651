using Distill.Reports.Markup;
using Distill.Runs;

namespace Distill.Reports.Sections;

/// <summary>The member runs of a recipe that left no comparison, because it failed or still runs.</summary>
internal static class MembersTable
{
    public static Html Render(RunDirectory run)
    {
        var members = run.Members();
        return members.Count == 0 ? default : Section.Of(
            "members",
            "Member runs",
            Html.Of($"The recipe wrote no comparison yet."),
            Section.Table(
                "Member runs and their status",
                Html.Of($"""<tr><th scope="col">member</th><th scope="col">status</th></tr>"""),
                members.Select(member => Html.Of(
                    $"""
                    <tr><th scope="row">{member.Name}</th><td>{RunHero.Status(member.ReadManifest())}</td></tr>

                    """)),
                "single"));
    }
}
