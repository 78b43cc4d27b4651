namespace Distill.Teachers.Foreign;

/// <summary>The classes that a foreign model tells apart.</summary>
/// <param name="Count">How many.</param>
/// <param name="Names">Their names in the order of the outputs; null where the file does not say them.</param>
/// <param name="Unfit">Why what the file says of its classes does not serve; null where it says nothing, or serves.</param>
internal sealed record ForeignClasses(int Count, IReadOnlyList<string>? Names = null, string? Unfit = null)
{
    /// <summary>The first names that are as many as the outputs; or what is wrong with each place that names classes.</summary>
    /// <param name="count">How many classes the model tells apart.</param>
    /// <param name="places">What its file says, the most telling first.</param>
    public static ForeignClasses Of(int count, IReadOnlyList<NamedClasses> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return places.FirstOrDefault(place => place.Names?.Count == count) is { } fitting ? new ForeignClasses(count, fitting.Names)
            : places.Count == 0 ? new ForeignClasses(count)
            : new ForeignClasses(count, null, string.Join("; ", places.Select(place => place.Names is null
                ? $"{place.Place} could not be read as a list of classes"
                : $"{place.Place} names {place.Names.Count} classes and not {count}")));
    }
}
