using Distill.Jobs.Overviews;

namespace Distill.Studio.Listing;

/// <summary>A run as the page lists it.</summary>
/// <param name="Name">Its folder, from the studio's, with slashes.</param>
/// <param name="Overview">What its files say.</param>
/// <param name="Progress">How far it is; null for one that is not under way.</param>
internal sealed record RunRow(string Name, RunOverview Overview, RunProgress? Progress);
