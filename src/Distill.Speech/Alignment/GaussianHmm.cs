using Distill.Runs;
using Distill.Speech.Features;
using Distill.Speech.Recordings;

namespace Distill.Speech.Alignment;

/// <summary>
/// Whole-word hidden Markov models whose states are Gaussians with diagonal covariances: they find the first state labels,
/// from nothing but recordings and their words. Immutable; may be used from several threads at once.
/// </summary>
public sealed class GaussianHmm
{
    private readonly DiagonalGaussians gaussians;
    private readonly ForcedAligner aligner;

    private GaussianHmm(StateMap states, DiagonalGaussians gaussians, Transitions transitions, IReadOnlyList<double> logLikelihoods)
    {
        (States, this.gaussians, Transitions, LogLikelihoods) = (states, gaussians, transitions, logLikelihoods);
        aligner = new ForcedAligner(states, transitions);
    }

    /// <summary>The states.</summary>
    public StateMap States { get; }

    /// <summary>How long states last.</summary>
    public Transitions Transitions { get; }

    /// <summary>
    /// The log-likelihood a frame of the best paths after each re-estimation; it never falls. The last gained less than the
    /// tolerance, or came when iterations ran out.
    /// </summary>
    public IReadOnlyList<double> LogLikelihoods { get; }

    /// <summary>
    /// Trains by Viterbi re-estimation from a flat start: align, take each state's mean and variance, align again, until
    /// nothing is gained. Equal utterances give equal models, whatever the number of cores.
    /// </summary>
    /// <param name="utterances">Normalised features and their words.</param>
    /// <param name="states">The states.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told of iterations done.</param>
    /// <param name="cancellationToken">Looked at between iterations.</param>
    /// <exception cref="DistillException">There are no utterances, one is shorter than its states, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static GaussianHmm Train(
        IReadOnlyList<Utterance> utterances, StateMap states, HmmOptions? options = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        ArgumentNullException.ThrowIfNull(states);
        options ??= new();
        options.Validate();
        if (utterances.Count == 0)
        {
            throw new DistillException("There are no utterances to train hidden Markov models on.");
        }

        if (utterances.FirstOrDefault(utterance => utterance.Frames.Columns != utterances[0].Frames.Columns) is { } other)
        {
            throw new DistillException(
                $"{other.Name} has {other.Frames.Columns} coefficients a frame, {utterances[0].Name} has {utterances[0].Frames.Columns}. Make all features with the same filterbank.");
        }

        var frames = utterances.Sum(utterance => (double)utterance.Frames.Frames);
        var logLikelihoods = new List<double>();
        StateAlignment[] alignments = [.. utterances.Select(utterance => FlatStart.Align(utterance, states, options.SilenceShare))];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var model = new GaussianHmm(states, Estimate(utterances, alignments, states, options), Transitions.Estimate(states, alignments), logLikelihoods);
            alignments = model.AlignAll(utterances);
            logLikelihoods.Add(alignments.Sum(alignment => alignment.Score) / frames);
            progress?.Report(new("aligning", logLikelihoods.Count, options.MaxIterations, "iterations"));
            if (logLikelihoods.Count == options.MaxIterations || (logLikelihoods.Count > 1 && logLikelihoods[^1] - logLikelihoods[^2] < options.Tolerance))
            {
                return model;
            }
        }
    }

    /// <summary>Log-densities of each frame in each state.</summary>
    /// <returns>[frames, states].</returns>
    public FrameMatrix Scores(FrameMatrix frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return gaussians.Scores(frames, [.. Enumerable.Range(0, States.Count)]);
    }

    /// <summary>The states of each frame of utterances whose words are known, on all cores.</summary>
    /// <exception cref="DistillException">One is shorter than its states.</exception>
    public IReadOnlyList<StateAlignment> Align(IReadOnlyList<Utterance> utterances)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        return AlignAll(utterances);
    }

    private StateAlignment[] AlignAll(IReadOnlyList<Utterance> utterances)
    {
        var alignments = new StateAlignment[utterances.Count];
        CoreWork.ForEach(alignments.Length, index => alignments[index] = Align(utterances[index]));
        return alignments;
    }

    // Only the states of its own words are asked for.
    private StateAlignment Align(Utterance utterance)
    {
        var needed = utterance.Words.Distinct().SelectMany(word => Enumerable.Range(States.Class(word, 0), States.StatesPerWord))
            .Concat(Enumerable.Range(States.Silence, States.SilenceStates)).ToArray();
        return aligner.Align(gaussians.Scores(utterance.Frames, needed), utterance.Words, utterance.Name);
    }

    private static DiagonalGaussians Estimate(IReadOnlyList<Utterance> utterances, StateAlignment[] alignments, StateMap states, HmmOptions options)
    {
        var accumulator = new GaussianAccumulator(states.Count, utterances[0].Frames.Columns);
        for (var index = 0; index < alignments.Length; index++)
        {
            accumulator.Add(utterances[index].Frames, alignments[index].States);
        }

        return accumulator.Estimate(options.VarianceFloor);
    }
}
