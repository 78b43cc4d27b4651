using Distill.Models;
using Distill.Runs;
using Distill.Training.Signal;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>
/// Students beside the one that is trained, and its teacher. All see the same batches, and each learns from the mean of what the others
/// answered to a batch before any of them took a step along it (deep mutual learning; Zhang et al. 2018).
/// </summary>
internal sealed class PeerStudents : ITeacher
{
    private readonly TrainedWeights[] peers;
    private IReadOnlyList<Tensor> answers = [];

    /// <param name="students">Float32, with their starting weights.</param>
    /// <param name="options">How they are trained, as the student is.</param>
    /// <param name="examples">Raw inputs of some examples, on which the layers are checked.</param>
    /// <exception cref="DistillException">This machine computes a student's layers wrongly, in whatever way.</exception>
    public PeerStudents(IReadOnlyList<Classifier> students, TrainingOptions options, Tensor examples)
    {
        Warnings = [.. students.Index().SelectMany(student => StudentTrial.Of(student.Item, examples).Select(warning => $"Peer {student.Index + 1}: {warning}"))];
        peers = [.. students.Select(student => new TrainedWeights(student, options, examples))];
    }

    /// <summary>What may not be meant so, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <inheritdoc/>
    public string Name => "the students beside it";

    /// <inheritdoc/>
    public int Classes => peers[0].Student.Classes;

    /// <inheritdoc/>
    public Fingerprint Fingerprint => Fingerprint.Of(["peers", .. peers.Select(peer => peer.Student.Fingerprint().Value)]);

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <inheritdoc/>
    public bool HasLogits => peers.Length == 1;

    /// <inheritdoc/>
    public bool KnowsAgreement => peers.Length > 1;

    /// <summary>Whether all weights are finite numbers.</summary>
    public bool AreFinite => Array.TrueForAll(peers, peer => peer.AreFinite);

    /// <summary>All numbers that steps leave, by name.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() => peers.Index().SelectMany(peer =>
        peer.Item.Student.State().Select(pair => ($"peer{peer.Index + 1}.student.{pair.Name}", pair.Value))
            .Concat(peer.Item.OptimizerState().Select(pair => ($"peer{peer.Index + 1}.optimizer.{pair.Name}", pair.State))));

    /// <summary>Prepares for steps.</summary>
    public void Train() => Array.ForEach(peers, peer => peer.Train());

    /// <summary>Lets the peers answer a batch, with their graphs, which belong to the dispose scope of the call.</summary>
    /// <param name="inputs">Raw inputs.</param>
    /// <param name="student">What the student answers to it.</param>
    public void Answer(Tensor inputs, Tensor student) => answers = [student, .. Array.ConvertAll(peers, peer => peer.Working.call(inputs))];

    /// <summary>What the peers said of the batch that they answered last.</summary>
    /// <inheritdoc/>
    public SoftTargets Targets(Batch batch, double temperature) => PeerTargets.Of(answers, 0, temperature, withAgreement: false);

    /// <inheritdoc cref="Targets"/>
    public SoftTargets TargetsWithAgreement(Batch batch, double temperature) => PeerTargets.Of(answers, 0, temperature, withAgreement: true);

    /// <summary>Takes one step with each peer along the batch that they answered last.</summary>
    /// <param name="objective">What they minimise.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="check">Told of each loss and of each norm of gradients; it may throw.</param>
    public void Learn(IObjective objective, Batch batch, double rate, long step, Action<string, double> check)
    {
        for (var number = 1; number <= peers.Length; number++)
        {
            var (peer, what) = (peers[number - 1], $"of peer {number}");
            using var asChecked = peer.Working.ComputeAsChecked();
            using var targets = PeerTargets.Of(answers, number, objective.TeacherTemperature!.Value, objective.NeedsAgreement);
            BackwardPass.Of(objective, answers[number], batch, targets, hint: null, loss => check($"the loss {what}", loss));
            check($"the norm of the gradients {what}", peer.Update(rate, step) ?? 0);
        }

        answers = [];
    }

    /// <summary>Brings the float32 students up to date with what trains.</summary>
    public void CopyStatisticsToStudents() => Array.ForEach(peers, peer => peer.CopyStatisticsToStudent());

    /// <summary>Brings what trains up to date after the students were given other numbers.</summary>
    public void CopyStudentsToWorking() => Array.ForEach(peers, peer => peer.CopyStudentToWorking());

    /// <summary>Ends the training: the students answer as they are evaluated.</summary>
    public void Finish() => Array.ForEach(peers, peer => peer.Finish());

    /// <summary>Frees the optimizers' state and working copies, not the students.</summary>
    public void Dispose() => Array.ForEach(peers, peer => peer.Dispose());
}
