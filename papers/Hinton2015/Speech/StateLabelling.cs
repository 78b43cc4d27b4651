using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs;
using Distill.Jobs.Members;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Speech.Acoustics;
using Distill.Speech.Alignment;
using Distill.Speech.Recordings;

namespace Hinton2015.Speech;

/// <summary>Finds the states of all frames: Gaussians from a flat start, then nets that learn the states and align anew.</summary>
internal sealed class StateLabelling(
    LabelsPlan plan, NetworkSpec network, SpeechRecordings recordings, StateMap states, RunDirectory run, JobContext context)
{
    public StateLabels Run()
    {
        var hmm = GaussianHmm.Train(recordings.Train, states, plan.Gaussians, context.Named("Gaussian models").Progress, context.CancellationToken);
        var labels = StateLabels.Of(
            new SpeechAlignment(hmm.LogLikelihoods.Count, hmm.LogLikelihoods[^1], [], 0),
            hmm.Align(recordings.Train), hmm.Align(recordings.Validation), hmm.Align(recordings.Test));
        var transitions = hmm.Transitions;
        for (var round = 1; round <= plan.Realignments; round++)
        {
            labels = Realigned(labels, transitions, round);
            transitions = Transitions.Estimate(states, StateLabels.Alignments(labels.Train));
        }

        return labels with
        {
            Alignment = labels.Alignment with { SilenceShare = labels.Train.Sum(path => path.Count(state => state >= states.Silence)) / (double)labels.Train.Sum(path => path.Count) },
        };
    }

    private StateLabels Realigned(StateLabels labels, Transitions transitions, int round)
    {
        var before = StateLabels.Alignments(labels.Train);
        var train = new SplicedSource("train", recordings.Train, before, states);
        var view = new ExampleView(train);
        var spec = new ModelSpec(view.Shape, view.ClassNames, Normalisation.None, network);
        var (member, _, _) = new MemberTraining($"aligner-{round}", spec, view, null, new HardLabels(), null, plan.Training)
            .In(run, context.Named("net that aligns"));
        using var model = ModelFile.Load(member.ModelPath);
        var (priors, aligner) = (StatePriors.Count(states, before), new ForcedAligner(states, transitions));
        var realigned = StateLabels.Of(
            labels.Alignment,
            Align(recordings.Train, train),
            Align(recordings.Validation, new SplicedSource("validation", recordings.Validation, null, states)),
            Align(recordings.Test, new SplicedSource("test", recordings.Test, null, states)));
        var moved = labels.Train.Zip(realigned.Train).Sum(pair => pair.First.Zip(pair.Second).Count(states => states.First != states.Second));
        return realigned with { Alignment = labels.Alignment with { Moved = [.. labels.Alignment.Moved, (double)moved / view.Count] } };

        IEnumerable<StateAlignment> Align(IReadOnlyList<Utterance> utterances, SplicedSource source)
        {
            var answers = Predictor.Of(model).Predict(
                new ExampleView(source), plan.Training.EvaluationBatchSize, context.Named("aligning").Progress, context.CancellationToken);
            return priors.Scores(source, answers)
                .Zip(utterances, (scores, utterance) => aligner.Align(scores, utterance.Words, utterance.Name)).ToList();
        }
    }
}
