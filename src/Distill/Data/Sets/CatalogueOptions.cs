namespace Distill.Data.Sets;

/// <summary>Where a catalogue looks. Everything has a default.</summary>
public sealed record CatalogueOptions
{
    /// <summary>Where fetched sets are kept. Default: <see cref="Files.CacheFolder.Default"/>.</summary>
    public string CacheFolder { get; init; } = Files.CacheFolder.Default();

    /// <summary>A folder that already holds sets; default: the environment's <c>DISTILL_DATA</c>, or none.</summary>
    public string? DataFolder { get; init; } = Environment.GetEnvironmentVariable("DISTILL_DATA") is { Length: > 0 } folder ? folder : null;

    /// <summary>Where to fetch from, in order. Default: the Debian package, then the addresses.</summary>
    public IReadOnlyList<ISetOrigin> Origins { get; init; } = [new DebianOrigin(), new AddressOrigin()];

    /// <summary>Decodes sets of image files; default: none, and such sets do not open.</summary>
    public IImageReader? Images { get; init; }

    /// <summary>Whether sets that a system package has installed are used in place. Default true.</summary>
    public bool UseInstalled { get; init; } = true;
}
