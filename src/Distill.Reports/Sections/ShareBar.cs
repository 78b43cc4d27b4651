using Distill.Reports.Markup;

namespace Distill.Reports.Sections;

/// <summary>A small horizontal bar with its number.</summary>
internal static class ShareBar
{
    /// <summary>A bar filled to <paramref name="share"/>, 0 to 1, with the number beside it.</summary>
    public static Html Of(int style, double share, string number)
    {
        var filled = double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0;
        return Html.Of($"""<span class="bar s{style}"><i style="--p:{filled * 100}%"></i>{number}</span>""");
    }
}
