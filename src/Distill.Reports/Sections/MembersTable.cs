using Distill.Reports.Markup;
using Distill.Runs;

namespace Distill.Reports.Sections;

/// <summary>The member runs of a recipe or sweep that left no results, because it failed or still runs.</summary>
internal static class MembersTable
{
    public static Html Render(RunDirectory run)
    {
        var members = run.Members();
        return members.Count == 0 ? default : Section.Of(
            "members",
            "Member runs",
            Html.Of($"The run wrote no results yet."),
            Table.Of(
                "Member runs and their status",
                "single",
                Table.Columns("member", "status"),
                members.Select(member => Table.Row(Html.Of($"{member.Name}"), Table.Cell(RunHero.Status(member.ReadManifest()))))));
    }
}
