namespace Distill.Studio.Playground;

/// <summary>Keeps what was made last, and lets go of what has not been asked for the longest.</summary>
/// <param name="most">How many at most.</param>
internal sealed class RecentlyUsed<T>(int most) : IDisposable
    where T : class
{
    private readonly List<(string Key, T Value)> kept = [];

    /// <summary>What has this key, made where it is not there.</summary>
    public T Get(string key, Func<T> make)
    {
        var place = kept.FindIndex(entry => entry.Key == key);
        var value = place >= 0 ? kept[place].Value : make();
        if (place >= 0)
        {
            kept.RemoveAt(place);
        }

        kept.Add((key, value));
        if (kept.Count > most)
        {
            (kept[0].Value as IDisposable)?.Dispose();
            kept.RemoveAt(0);
        }

        return value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        kept.ForEach(entry => (entry.Value as IDisposable)?.Dispose());
        kept.Clear();
    }
}
