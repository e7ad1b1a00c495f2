/* Sums over the tilings of a band, its best tiling, and what words gain: what `sums.py`, `lattice.py` and `lexical.py`
   do in numpy, with the same answers but for the last digits of what is rounded.

   What is reckoned, and why, is told there. Nothing here knows of Python: `kernel.py` calls it by ctypes, with arrays
   that the program made itself. A row of the band is gone through shape by shape, so that neighbours are neighbours
   in memory. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef SOURCE
#define SOURCE 0
#endif
#define NEVER (-1e30)
#define ALONG 1 /* the shape that runs along a row */

enum { NO_MEMORY = -2 };

typedef struct {
    const int64_t *low, *high, *first; /* see `lattice.Band` */
    int64_t rows, size;
    const int64_t *shapes; /* source and target sentences of each */
    int64_t count, nulls, reach;
} Band;

/* The beads of one shape that start in a row: `length` of them, the first from vertex `start` to vertex `end`. */
typedef struct {
    int64_t start, end, length;
} Stretch;

typedef struct {
    double *text, *null; /* by vertex */
} Pair;

/* The CRC-32 of this file when it was compiled. */
uint32_t rir_kernel_source(void) { return SOURCE; }

static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }
static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static double more(double a, double b) { return a > b ? a : b; }

static Stretch stretch(const Band *band, int64_t row, int64_t shape) {
    int64_t n = band->shapes[2 * shape], m = band->shapes[2 * shape + 1], to = row + n;
    if (row < 0 || to > band->rows) return (Stretch){0, 0, 0};
    int64_t from = larger(band->low[row], band->low[to] - m), last = smaller(band->high[row], band->high[to] - m);
    return (Stretch){band->first[row] + from - band->low[row], band->first[to] + from + m - band->low[to],
                     larger(last - from + 1, 0)};
}

/* The largest of the numbers that a row may be raised by: of rows `from` to `to`. */
static double highest(const double *raised, int64_t from, int64_t to) {
    double level = raised[from];
    for (int64_t row = from + 1; row <= to; row++) level = more(level, raised[row]);
    return level;
}

/* ------------------------------------------------------------------------------------------ the best that follows */

/* By vertex, what the best tiling from there scores: where a bead with text has reached it, and a null bead. */
static void complete(const Band *band, const float *scores, double run, Pair best) {
    for (int64_t at = 0; at < band->size; at++) best.text[at] = best.null[at] = NEVER;
    best.text[band->size - 1] = best.null[band->size - 1] = 0.0;
    for (int64_t row = band->rows; row >= 0; row--) {
        int64_t begin = band->first[row], end = band->first[row + 1];
        const float *along = scores + ALONG * band->size;
        for (int64_t shape = band->nulls; shape < band->count; shape++) {
            Stretch bead = stretch(band, row, shape);
            const float *score = scores + shape * band->size + bead.start;
            for (int64_t at = 0; at < bead.length; at++)
                best.text[bead.start + at] = more(best.text[bead.start + at], score[at] + best.text[bead.end + at]);
        }
        memcpy(best.null + begin, best.text + begin, (size_t)(end - begin) * sizeof(double));
        Stretch bead = stretch(band, row, 0);
        for (int64_t at = 0; at < bead.length; at++) {
            double alone = scores[bead.start + at] + best.null[bead.end + at];
            best.text[bead.start + at] = more(best.text[bead.start + at], alone);
            best.null[bead.start + at] = more(best.null[bead.start + at], alone + run);
        }
        for (int64_t at = end - 2; at >= begin; at--) {
            double alone = along[at] + best.null[at + 1];
            best.text[at] = more(best.text[at], alone);
            best.null[at] = more(best.null[at], alone + run);
        }
    }
}

/* The logarithm of what each bead takes from the best that its start could have had. */
static void weigh(const Band *band, const float *scores, Pair best, float *log_weight) {
    for (int64_t at = 0; at < band->count * band->size; at++) log_weight[at] = (float)NEVER;
    for (int64_t shape = 0; shape < band->count; shape++) {
        const double *after = shape < band->nulls ? best.null : best.text;
        for (int64_t row = 0; row <= band->rows; row++) {
            Stretch bead = stretch(band, row, shape);
            const float *score = scores + shape * band->size + bead.start;
            float *weight = log_weight + shape * band->size + bead.start;
            for (int64_t at = 0; at < bead.length; at++) {
                double taken = score[at] + after[bead.end + at];
                weight[at] = (float)(taken > NEVER / 2 ? taken - best.text[bead.start + at] : NEVER);
            }
        }
    }
}

/* ------------------------------------------------------------------------------------------ the sums */

/* Brings a row down so that what was its largest number is 1; the logarithm of what that took. */
static double lower(double largest, Pair sums, int64_t begin, int64_t end) {
    if (!(largest > 0.0)) return 0.0;
    for (int64_t at = begin; at < end; at++) {
        sums.text[at] /= largest;
        sums.null[at] /= largest;
    }
    return log(largest);
}

/* Sums of the tilings up to each vertex; by row, the logarithm that they are to be raised by. both: room for a number
   a vertex, as `repeated` is. */
static void forward(const Band *band, const float *log_weight, const double *after_null, const double *again, Pair sums,
                    double *raised, double *both, double *repeated) {
    memset(sums.text, 0, (size_t)band->size * sizeof(double));
    memset(sums.null, 0, (size_t)band->size * sizeof(double));
    sums.text[0] = 1.0;
    for (int64_t row = 0; row <= band->rows; row++) {
        int64_t begin = band->first[row], end = band->first[row + 1];
        double level = row ? highest(raised, larger(0, row - band->reach), row - 1) : 0.0;
        for (int64_t shape = 0; shape < band->count; shape++) {
            if (shape == ALONG) continue;
            int64_t from = row - band->shapes[2 * shape];
            Stretch bead = stretch(band, from, shape);
            const float *weight = log_weight + shape * band->size + bead.start;
            const double *before = (shape < band->nulls ? repeated : both) + bead.start;
            double *sum = (shape < band->nulls ? sums.null : sums.text) + bead.end;
            double share = from >= 0 ? exp(raised[from] - level) : 0.0;
            for (int64_t at = 0; at < bead.length; at++)
                if (before[at] > 0.0) sum[at] += before[at] * (exp((double)weight[at]) * share);
        }
        const float *along = log_weight + ALONG * band->size;
        for (int64_t at = begin; at + 1 < end; at++) {
            double weight = exp((double)along[at]);
            sums.null[at + 1] += weight * (sums.text[at] + again[at] * sums.null[at]);
        }
        double largest = 0.0;
        for (int64_t at = begin; at < end; at++)
            largest = more(largest, sums.text[at] + after_null[at] * sums.null[at]);
        raised[row] = level + lower(largest, sums, begin, end);
        for (int64_t at = begin; at < end; at++) {
            both[at] = sums.text[at] + after_null[at] * sums.null[at];
            repeated[at] = sums.text[at] + again[at] * sums.null[at];
        }
    }
}

/* Sums of the tilings from each vertex, where a bead with text has reached it, and where a null bead has. */
static void backward(const Band *band, const float *log_weight, const double *after_null, const double *again, Pair sums,
                     double *raised) {
    memset(sums.text, 0, (size_t)band->size * sizeof(double));
    memset(sums.null, 0, (size_t)band->size * sizeof(double));
    sums.text[band->size - 1] = 1.0;
    for (int64_t row = band->rows; row >= 0; row--) {
        int64_t begin = band->first[row], end = band->first[row + 1];
        double level = row < band->rows ? highest(raised, row + 1, smaller(row + band->reach, band->rows)) : 0.0;
        for (int64_t shape = 0; shape < band->count; shape++) {
            if (shape == ALONG) continue;
            Stretch bead = stretch(band, row, shape);
            const float *weight = log_weight + shape * band->size + bead.start;
            const double *after = (shape < band->nulls ? sums.null : sums.text) + bead.end;
            double *sum = (shape < band->nulls ? sums.null : sums.text) + bead.start;
            double share = bead.length ? exp(raised[row + band->shapes[2 * shape]] - level) : 0.0;
            for (int64_t at = 0; at < bead.length; at++)
                if (after[at] > 0.0) sum[at] += after[at] * (exp((double)weight[at]) * share);
        }
        const float *along = log_weight + ALONG * band->size;
        double largest = 0.0;
        for (int64_t at = end - 1; at >= begin; at--) {
            double text = sums.text[at], null = sums.null[at];
            double next = at + 1 < end ? exp((double)along[at]) * sums.null[at + 1] : 0.0;
            sums.text[at] = text + null + next;
            sums.null[at] = after_null[at] * text + again[at] * (null + next);
            largest = more(largest, more(sums.text[at], sums.null[at]));
        }
        raised[row] = level + lower(largest, sums, begin, end);
    }
}

/* log(exp(a) + exp(b)) */
static double log_sum(double a, double b) {
    double most = more(a, b), least = a > b ? b : a;
    return most > NEVER ? most + log1p(exp(least - most)) : NEVER;
}

/* The logarithms of sums, in place, raised by what their row was lowered by, and by `further`. */
static void take_logs(const Band *band, double *sums, const double *raised, double further) {
    for (int64_t row = 0; row <= band->rows; row++)
        for (int64_t at = band->first[row]; at < band->first[row + 1]; at++)
            sums[at] = log(sums[at]) + raised[row] + further;
}

/* By shape and start vertex, the logarithm of a bead's probability, into `out`, which holds the weights. All others are
   logarithms of sums: any and before, of what leads to a vertex by any bead, by one with text, by a null one after which
   another follows; after, of what leads on. Gives the expected number of null beads that follow a null bead. */
static double probable(const Band *band, const double *any, Pair before, Pair after, float *out) {
    double runs = 0.0;
    for (int64_t shape = 0; shape < band->count; shape++) {
        int null = shape < band->nulls;
        for (int64_t row = 0; row <= band->rows; row++) {
            Stretch bead = stretch(band, row, shape);
            float *held = out + shape * band->size + bead.start;
            const double *on = (null ? after.null : after.text) + bead.end;
            for (int64_t at = 0; at < bead.length; at++) {
                if (held[at] <= (float)NEVER) continue;
                double found = held[at] + on[at];
                if (null) {
                    double follows = found + before.null[bead.start + at];
                    runs += exp(follows < 0.0 ? follows : 0.0);
                    found = log_sum(follows, found + before.text[bead.start + at]);
                } else {
                    found += any[bead.start + at];
                }
                held[at] = (float)more(found, NEVER);
            }
        }
    }
    return runs;
}

/* Each bead's log probability. scores, out: by shape and start vertex. totals: the log of the sum over all tilings, and
   the expected number of null beads that follow a null bead. */
int rir_align_sums(const Band *band, const float *scores, double run, float *out, double *totals) {
    size_t size = (size_t)band->size, rows = (size_t)band->rows + 1;
    double *room = malloc((8 * size + 2 * rows) * sizeof(double));
    if (!room) return NO_MEMORY;
    Pair best = {room, room + size}, before = {room + 2 * size, room + 3 * size};
    Pair after = {room + 4 * size, room + 5 * size};
    double *after_null = room + 6 * size, *again = room + 7 * size, *up = room + 8 * size, *down = up + rows;
    complete(band, scores, run, best);
    weigh(band, scores, best, out);
    double start = best.text[0], repeats = exp(run);
    for (size_t at = 0; at < size; at++) {
        after_null[at] = exp(best.text[at] - best.null[at]);
        again[at] = after_null[at] * repeats;
    }
    double *any = best.text, *repeated = best.null; /* whose room is free by now */
    forward(band, out, after_null, again, before, up, any, repeated);
    backward(band, out, after_null, again, after, down);
    double whole = log(any[size - 1]) + up[rows - 1];
    for (size_t at = 0; at < size; at++) before.null[at] *= again[at];
    take_logs(band, any, up, -whole);
    take_logs(band, before.text, up, -whole);
    take_logs(band, before.null, up, -whole);
    take_logs(band, after.text, down, 0.0);
    take_logs(band, after.null, down, 0.0);
    totals[0] = whole + start;
    totals[1] = probable(band, any, before, after, out);
    free(room);
    return 0;
}

/* ------------------------------------------------------------------------------------------ the best tiling */

/* By vertex, the shape of the bead by which the tiling with the largest sum of gains comes there; -1 for none. */
int rir_align_best(const Band *band, const float *gains, int8_t *came) {
    double *value = malloc((size_t)band->size * sizeof(double));
    if (!value) return NO_MEMORY;
    for (int64_t at = 0; at < band->size; at++) value[at] = NEVER;
    memset(came, -1, (size_t)band->size);
    value[0] = 0.0;
    for (int64_t row = 0; row <= band->rows; row++) {
        for (int64_t shape = 0; shape < band->count; shape++) {
            if (shape == ALONG) continue;
            Stretch bead = stretch(band, row - band->shapes[2 * shape], shape);
            const float *gain = gains + shape * band->size + bead.start;
            for (int64_t at = 0; at < bead.length; at++) {
                double through = value[bead.start + at] + gain[at];
                if (through <= value[bead.end + at]) continue;
                value[bead.end + at] = through;
                came[bead.end + at] = (int8_t)shape;
            }
        }
        const float *gain = gains + ALONG * band->size;
        for (int64_t at = band->first[row]; at + 1 < band->first[row + 1]; at++) {
            if (value[at] + gain[at] <= value[at + 1]) continue;
            value[at + 1] = value[at] + gain[at];
            came[at + 1] = ALONG;
        }
    }
    free(value);
    return 0;
}

/* ------------------------------------------------------------------------------------------ what words gain */

typedef struct {
    const int64_t *tokens, *starts; /* of all sentences, as `words.Side` has them */
    int64_t from, to;               /* the sentences that are asked about */
} Span;

typedef struct {
    const int64_t *first, *others; /* see `lexical.Rows` */
    const double *ratio;
    Span given, told;
    const uint8_t *numeric; /* by told type */
    int64_t types;          /* on the told side */
    int64_t reach;          /* given sentences together, at most */
    float background;
    double most;
} Gains;

/* Numbers the told types in the order in which they come, from 0; -1 for those that do not. Gives how many there are. */
static int64_t number_types(const Gains *asked, int64_t *number) {
    const Span *told = &asked->told;
    int64_t count = 0;
    for (int64_t type = 0; type < asked->types; type++) number[type] = -1;
    for (int64_t at = told->starts[told->from]; at < told->starts[told->to]; at++)
        if (number[told->tokens[at]] < 0) number[told->tokens[at]] = count++;
    return count;
}

/* Adds up, by told type and given sentence, what the sentence's words say of the type. */
static void add_ratios(const Gains *asked, const int64_t *number, double *ratios) {
    const Span *given = &asked->given;
    int64_t height = given->to - given->from;
    for (int64_t sentence = 0; sentence < height; sentence++) {
        const int64_t *starts = given->starts + given->from + sentence;
        for (int64_t word = starts[0]; word < starts[1]; word++) {
            int64_t type = given->tokens[word];
            for (int64_t at = asked->first[type]; at < asked->first[type + 1]; at++) {
                int64_t told = number[asked->others[at]];
                if (told >= 0) ratios[told * height + sentence] += asked->ratio[at];
            }
        }
    }
}

/* A told type's gain, by number of given sentences (less one) and the first of these. running: room for them. */
static void gain(const Gains *asked, const double *ratios, double *running, float *out) {
    const Span *given = &asked->given;
    const int64_t *starts = given->starts + given->from;
    int64_t height = given->to - given->from;
    float nothing = logf(asked->background);
    running[0] = 0.0;
    for (int64_t at = 0; at < height; at++) running[at + 1] = running[at] + ratios[at];
    for (int64_t number = 1; number <= asked->reach; number++) {
        for (int64_t at = 0; at < height; at++, out++) {
            int64_t end = smaller(at + number, height);
            double sum = running[end] - running[at];
            if (sum == 0.0) { *out = nothing; continue; } /* as for most */
            double mean = sum / (double)larger(starts[end] - starts[at], 1);
            *out = logf((float)(mean < asked->most ? mean : asked->most) * (1.0f - asked->background) + asked->background);
        }
    }
}

/* Running sums over told sentences, of words' gains and losses, then of numbers': into `sums`, by told sentence (one
   more than there are), row, number of given sentences and the first of these. */
int rir_align_gains(const int64_t *first, const int64_t *others, const double *ratio, const int64_t *given_tokens,
                    const int64_t *given_starts, int64_t given_from, int64_t given_to, const int64_t *told_tokens,
                    const int64_t *told_starts, int64_t told_from, int64_t told_to, const uint8_t *numeric,
                    int64_t types, int64_t reach, double background, double most, float *sums) {
    const Gains held = {
        first, others, ratio, {given_tokens, given_starts, given_from, given_to},
        {told_tokens, told_starts, told_from, told_to}, numeric, types, reach, (float)background, most,
    };
    const Gains *asked = &held;
    const Span *told = &asked->told;
    int64_t height = asked->given.to - asked->given.from, width = asked->reach * height;
    int64_t *number = malloc((size_t)(asked->types + 1) * sizeof(int64_t));
    if (!number) return NO_MEMORY;
    int64_t count = number_types(asked, number);
    double *ratios = calloc((size_t)(count * height + 1), sizeof(double));
    double *running = malloc((size_t)(height + 1) * sizeof(double));
    float *gains = malloc((size_t)(count * width + 1) * sizeof(float));
    int wrong = !ratios || !running || !gains ? NO_MEMORY : 0;
    if (!wrong) {
        add_ratios(asked, number, ratios);
        for (int64_t type = 0; type < count; type++)
            gain(asked, ratios + type * height, running, gains + type * width);
        memset(sums, 0, (size_t)(4 * width) * sizeof(float));
        for (int64_t sentence = told->from; sentence < told->to; sentence++, sums += 4 * width) {
            float *next = sums + 4 * width;
            memset(next, 0, (size_t)(4 * width) * sizeof(float));
            for (int64_t word = told->starts[sentence]; word < told->starts[sentence + 1]; word++) {
                int64_t type = told->tokens[word];
                const float *said = gains + number[type] * width;
                float *gained = next + (asked->numeric[type] ? 2 * width : 0), *lost = gained + width;
                for (int64_t at = 0; at < width; at++) {
                    gained[at] += said[at] > 0.0f ? said[at] : 0.0f;
                    lost[at] += said[at] < 0.0f ? said[at] : 0.0f;
                }
            }
            for (int64_t at = 0; at < 4 * width; at++) next[at] += sums[at];
        }
    }
    free(number);
    free(ratios);
    free(running);
    free(gains);
    return wrong;
}
