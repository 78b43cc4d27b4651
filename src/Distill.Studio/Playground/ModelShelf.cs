using Distill.Runs;

namespace Distill.Studio.Playground;

/// <summary>
/// Models, data and answers that are kept open, a few of each: who draws a second digit should not wait for them again. One
/// request at a time uses it.
/// </summary>
/// <param name="models">The models of the folder.</param>
internal sealed class ModelShelf(ModelCatalogue models) : IDisposable
{
    private readonly RecentlyUsed<AskedSession> sessions = new(3);
    private readonly RecentlyUsed<TestSet> sets = new(2);
    private readonly RecentlyUsed<TestPredictions> answers = new(12);

    /// <summary>Models side by side.</summary>
    /// <param name="ids">Their ids.</param>
    public (AskedSession Asked, IReadOnlyList<ListedModel> Models) Session(IReadOnlyList<string> ids)
    {
        var found = ids.Distinct().Select(id => models.Find(id ?? throw new DistillException("A model is named null; expected its id."))).ToList();
        return (sessions.Get(string.Join('\n', found.Select(Version)), () => AskedSession.Open([.. found.Select(model => model.Path)])), found);
    }

    /// <summary>The test set of the first of some models that names its data.</summary>
    /// <exception cref="DistillException">None does, or its data are not there; the message is about the first.</exception>
    public TestSet Set(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        DistillException? problem = null;
        foreach (var id in ids.Distinct())
        {
            try
            {
                var (data, reading) = TestSet.Named(models.Find(id).Path);
                return sets.Get(TestSet.KeyOf(data, reading), () => TestSet.Open(data, reading, cancellationToken));
            }
            catch (DistillException unknown)
            {
                problem ??= unknown;
            }
        }

        throw problem ?? new DistillException("No model is chosen.");
    }

    /// <summary>What a model says of a test set.</summary>
    public TestPredictions Answers(string id, TestSet set, CancellationToken cancellationToken)
    {
        var model = models.Find(id);
        return answers.Get($"{Version(model)}\n{set.Key}", () => TestPredictions.Of(model.Path, set, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sessions.Dispose();
        sets.Dispose();
        answers.Dispose();
    }

    private static string Version(ListedModel model) => $"{model.Path}\t{model.Written.Ticks}";
}
