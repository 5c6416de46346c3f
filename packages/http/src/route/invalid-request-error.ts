import { ForewarnError } from '@forewarn/core';
import type { z } from 'zod';
import type { FieldError } from '../problem/problem-schema.js';

/** Mistakes that are told, and how much of each: an answer must not be many times as long as what it answers. */
const mostTold = 50;
const longestPath = 200;
const longestMessage = 400;

/** A request with mistakes, all of them listed, or the first of very many and how many more there are. */
export class InvalidRequestError extends ForewarnError {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const many = errors.length === 1 ? '1 mistake' : `${errors.length} mistakes`;
    const told = errors.slice(0, mostTold).map(shortened);
    const more = errors.length > mostTold ? `; and ${errors.length - mostTold} more` : '';
    super('invalid-request', `the request has ${many}: ${told.map(describe).join('; ')}${more}`);
    this.errors = told;
  }
}

const shortened = ({ path, message }: FieldError): FieldError => ({
  path: cut(path, longestPath),
  message: cut(message, longestMessage),
});

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…`;

const describe = ({ path, message }: FieldError): string => (path === '' ? message : `${path}: ${message}`);

/** A schema's issues as field errors, one per unknown key. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'is not a known field',
    }));
  });
