using Distill.Reports.Markup;
using Distill.Runs;

namespace Distill.Reports.Sections;

/// <summary>The member runs of a run that left no results, because it failed or still runs, or of one whose members are still to train.</summary>
internal static class MembersTable
{
    public static Html Render(RunDirectory run, string introduction)
    {
        var members = run.Members();
        return members.Count == 0 ? default : Section.Of(
            "members",
            "Member runs",
            Html.Of($"{introduction}"),
            Table.Of(
                "Member runs and their status",
                "single",
                Table.Columns("member", "status"),
                members.Select(member => Table.Row(Html.Of($"{member.Name}"), Table.Cell(member.ReadManifest().StatusText)))));
    }
}
